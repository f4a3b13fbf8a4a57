"""Headless Chromium through chromedriver's WebDriver protocol (https://www.w3.org/TR/webdriver2/), with Python's
standard library alone."""
import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

# Chromium must neither use a sandbox that containers lack nor call its maker's servers.
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]
START_SECONDS = 300
SCRIPT_SECONDS = 300


class BrowserError(Exception):
    """What the browser answered instead of a value."""


class Browser:
    """One browser window with a profile of its own; a context manager that cleans up behind itself."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="regrun-browser-")
        self.driver = subprocess.Popen(
            [shutil.which("chromedriver"), "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.session = None
        try:
            self.base = f"http://127.0.0.1:{self._port()}"
            self._start()
        except BaseException:
            self.close()
            raise

    def _port(self):
        for line in self.driver.stdout:  # "ChromeDriver was started successfully on port 41231."
            if "started successfully on port" in line:
                return int(line.rstrip(" .\n").rsplit(" ", 1)[1])
        raise BrowserError("chromedriver did not start")

    def _start(self):
        options = {
            "binary": shutil.which("chromium"),
            "args": CHROMIUM_FLAGS + [f"--user-data-dir={self.profile}"],
        }
        always = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": always}})
                break
            except (BrowserError, OSError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
        self.session = answer["sessionId"]
        self._session("POST", "/timeouts", {"script": SCRIPT_SECONDS * 1000})

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        # No proxy of the environment stands between us and the driver.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=600) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise BrowserError(json.load(error)["value"]["message"].splitlines()[0]) from None

    def _session(self, method, path, body=None):
        return self._call(method, f"/session/{self.session}{path}", body)

    def open(self, address):
        """Opens a page and waits until it is loaded."""
        self._session("POST", "/url", {"url": address})

    def run(self, script, *args):
        """Runs JavaScript in the page; `return` gives the value, an exception raises BrowserError."""
        return self._session("POST", "/execute/sync", {"script": script, "args": list(args)})

    def run_async(self, script, *args):
        """As run, of a script that calls its last argument with the value once it is there."""
        return self._session("POST", "/execute/async", {"script": script, "args": list(args)})

    def settle(self):
        """Waits until the page has been drawn anew, events of its surroundings included."""
        script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));"
        self.run_async(script)

    def prefer(self, colors):
        """Sets the system's colours, "light" or "dark"."""
        self.cdp("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": colors}]})
        self.settle()

    def click(self, selector):
        """A real click, with the pointer, on the element."""
        self._session("POST", f"/element/{self._find(selector)}/click", {})

    def type(self, selector, keys):
        """Real keys, sent to the element."""
        self._session("POST", f"/element/{self._find(selector)}/value", {"text": keys})

    def press(self, keys):
        """Real keys, one after the other, to whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._session("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def point(self, selector, right, down):
        """Moves the pointer to an offset from the middle of the element."""
        origin = {"element-6066-11e4-a52e-4f735466cecf": self._find(selector)}
        move = {"type": "pointerMove", "duration": 0, "origin": origin, "x": right, "y": down}
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move]}
        self._session("POST", "/actions", {"actions": [mouse]})

    def _find(self, selector):
        found = self._session("POST", "/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def log(self):
        """What the console said since the last call: texts of warnings and errors."""
        entries = self._session("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] in ("WARNING", "SEVERE")]

    def cdp(self, command, params):
        """A command of Chromium's own protocol, for what WebDriver lacks."""
        return self._session("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def resize(self, width, height):
        """The size of the page's viewport; narrower than any window may be, as a phone's is."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
        self.settle()

    def screenshot(self, path, height=None):
        """A picture of the viewport, or of `height` pixels of the page."""
        params = {"format": "png", "captureBeyondViewport": height is not None}
        if height:
            width = self.run("return innerWidth")
            params["clip"] = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.cdp("Page.captureScreenshot", params)["data"]))

    def close(self):
        """Ends the browser and removes its profile."""
        try:
            if self.session:
                self._session("DELETE", "")
        except (BrowserError, OSError):
            pass
        self.driver.terminate()
        self.driver.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
