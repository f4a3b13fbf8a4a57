"""Whether a page can be used by anybody: by keys alone, at any width, in any colours; and what it saves."""
import os
import struct
import time
import xml.etree.ElementTree as ElementTree

from checks import CELLS, PICTURES, check, read_summary, unfold

TAB, ENTER, DOWN, SPACE = "\ue004", "\ue007", "\ue015", " "
SVG = "{http://www.w3.org/2000/svg}"

# Notes what gets the focus, by its id or its words, and whether one can see that.
FOLLOW_FOCUS = """
  window.focused = [];
  document.activeElement.blur();
  scrollTo(0, 0);
  addEventListener("focusin", ({ target }) => {
    const figure = target.closest("figure");
    const plot = figure && figure.querySelector(".plot");
    const style = getComputedStyle(target);
    focused.push({
      name: target.id || (target.getAttribute("aria-label") || target.textContent || target.value).slice(0, 40),
      tag: target.tagName, chart: plot ? plot.id : "",
      seen: target.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    });
  });"""
# All that the page's user can operate and that is not folded away.
OPERABLE = """
  return [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
    .filter((node) => node.checkVisibility() && !node.disabled).length;"""
OVERHANG = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Tables that do not fit into their boxes, by their captions.
TOO_WIDE = """
  return [...document.querySelectorAll(".scroll")].filter((box) => box.checkVisibility() && !box.closest("#summary"))
    .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.getAttribute("aria-label"));"""
AXE = """
  const [options, done] = arguments;
  axe.run(document, { resultTypes: ["violations"], ...options }).then(({ violations }) =>
    done(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].target.join(" "), nodes[0].failureSummary])));"""
# The rules of axe-core that hang on width and colours; the others see the same page at every width.
SEEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]


def focus(browser, selector):
    browser.run("document.querySelector(arguments[0]).focus();", selector)


def tab_reaches_all(browser):
    """Tab goes through all that can be operated, and one sees where it is."""
    browser.run(FOLLOW_FOCUS)
    count = browser.run(OPERABLE)
    browser.press(TAB * count)
    focused = browser.run("return window.focused;")
    check("Tab reaches all that can be operated", len(focused) == count, [len(focused), count, focused[-1:]])
    check("one sees where the focus is", all(at["seen"] for at in focused), [at for at in focused if not at["seen"]][:3])
    names = [at["name"] for at in focused]
    missing = [name for name in ("theme", "show-all", "band", "axis", "replicates", "test-plot") if name not in names]
    check("the choosers and charts among it", missing == [], missing)
    of_chart = [at["tag"] for at in focused if at["chart"] == "score-plot"]
    check("of a chart: its chooser, itself, its numbers, its pictures", of_chart == ["SELECT", "DIV", "SUMMARY", "BUTTON", "BUTTON"],
          of_chart)


def keys_suffice(browser):
    tab_reaches_all(browser)
    before = browser.run(PICTURES)
    focus(browser, "#legend-items input")
    browser.press(SPACE)
    check("the blank switches a setting off", all(a != b for a, b in zip(browser.run(PICTURES), before)))
    browser.press(SPACE)
    check("and on", browser.run(PICTURES) == before)
    focus(browser, "#charts figure:has(#score-plot) select")
    title = browser.run("return document.getElementById('score-title').textContent;")
    browser.press("\ue013")  # up
    now = browser.run("return document.getElementById('score-title').textContent;")
    check("an arrow chooses another number", (title, now) == ("Test accuracy", "Train accuracy"), [title, now])
    browser.press(DOWN)
    focus(browser, "#theme")
    browser.press(ENTER + ENTER)
    check("Enter turns the page dark", browser.run("return document.documentElement.dataset.theme;") == "dark")
    browser.press(ENTER)
    columns_go_by_keys(browser)


def columns_go_by_keys(browser):
    hidden = """
      const head = [...document.querySelectorAll("#table thead th")].find((th) => th.textContent === arguments[0]);
      const index = [...head.parentElement.children].indexOf(head);
      return [head, ...[...document.querySelectorAll("#table tbody tr")].map((row) => row.children[index])]
        .map((cell) => cell.hidden);"""
    said = "return document.querySelector('#table .columns summary').textContent;"
    check("not all columns fit", (first := browser.run(said)).endswith(" of 17 shown"), first)
    focus(browser, "#table .columns summary")
    browser.press(ENTER + TAB + SPACE)
    check("a column can be left out", browser.run(hidden, "test loss") == [True] * 5, browser.run(hidden, "test loss"))
    check("it says so", browser.run(said) != first, browser.run(said))
    browser.press(SPACE)
    check("and shown", browser.run(hidden, "test loss") == [False] * 5 and browser.run(said) == first)
    browser.resize(1920, 900)
    browser.resize(1280, 900)
    check("what was chosen stays", browser.run(said) == first, browser.run(said))
    focus(browser, "#table .columns summary")
    browser.press(ENTER)


def saved(folder, name):
    """A file that the browser saves there, once it is whole."""
    path = os.path.join(folder, name)
    for _ in range(600):
        if os.path.exists(path) and os.path.getsize(path) > 0:
            with open(path, "rb") as file:
                return file.read()
        time.sleep(0.1)
    return b""


def picture_is_right(text, settings):
    """An SVG of a chart of lines: title, axes and legend in words, and the curves where their values are."""
    root = ElementTree.fromstring(text)
    words = [node.text for node in root.iter(SVG + "text")]
    check("the picture has a title", words[0] == "Test accuracy", words[:1])
    check("and its axes", words.count("Test accuracy") == 2 and "epoch" in words, words)
    check("a legend with every name", all(name in words for name, _ in settings), words)
    check("and says what a band is", words[-1] == "Line: mean over 3 seeds; band: its 95\u00a0% interval.", words[-1])
    check("it is drawn, not painted", not list(root.iter(SVG + "image")))
    fills = [node.get("fill") for node in root.iter(SVG + "rect")]
    check("on white, also from a dark page", "#ffffff" in fills, fills)
    ticks = [(float(node.get("y")) - 4, float(node.text)) for node in root.iter(SVG + "text") if node.get("text-anchor") == "end"]
    (y0, v0), (y1, v1) = ticks[0], ticks[-1]
    lines = [node.get("d") for node in root.iter(SVG + "path") if node.get("stroke-width") == "2"]
    ends = [v0 + (float(d.rsplit(" ", 1)[1]) - y0) / (y1 - y0) * (v1 - v0) for d in lines]
    off = [abs(end - mean) for end, (_, mean) in zip(ends, settings, strict=True)]
    check("its curves end where the summary says", max(off) < 1e-3, [ends, settings])


def pictures_are_saved(browser, folder, downloads):
    header, *rows = read_summary(folder)
    settings = [(row[0], float(row[header.index("test_acc_mean")])) for row in rows]
    browser.cdp("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": os.path.abspath(downloads)})
    browser.prefer("dark")
    for kind in ("SVG", "PNG"):
        focus(browser, f"#charts figure:has(#score-plot) button[data-kind={kind}]")
        browser.press(ENTER)
    drawn = saved(downloads, "hostile-test-accuracy.svg")
    picture_is_right(drawn.decode(), settings)
    painted = saved(downloads, "hostile-test-accuracy.png")
    check("the same as PNG", painted[:8] == b"\x89PNG\r\n\x1a\n", painted[:8])
    width, height = struct.unpack(">II", painted[16:24])
    root = ElementTree.fromstring(drawn)
    want = [3 * int(root.get(side)) for side in ("width", "height")]
    check("three of its points to one of the page's", [width, height] == want and len(painted) > 20000, [width, height, want])
    focus(browser, "#charts figure:last-child button[data-kind=SVG]")
    browser.press(ENTER)
    dots = ElementTree.fromstring(saved(downloads, "hostile-gap-at-the-end-of-training.svg"))
    circles = list(dots.iter(SVG + "circle"))
    check("the dots as well: seeds and means, in colours of their own", len(circles) == 4 * 4 and
          all(node.get("fill").startswith("#") for node in circles), len(circles))
    check("the page stays dark", browser.run("return document.documentElement.dataset.theme;") == "dark")
    browser.prefer("light")


def tables_fit(browser, page):
    for width in (360, 1280, 1920):
        browser.resize(width, 900)
        browser.settle()
        overhang = browser.run(OVERHANG)
        check(f"{page} does not scroll sideways at {width}", overhang <= 0, overhang)
        if width >= 1280:
            wide = browser.run(TOO_WIDE)
            check(f"the tables of {page} fit {width} pixels", wide == [], wide)
            cells = len(browser.run(CELLS, "#table")[0])
            check("with all their columns there", cells >= 10, cells)


def axe_finds_nothing(browser, page, axe):
    """No violation of any rule of axe-core; what is folded away is opened where all rules are tried."""
    with open(axe, encoding="utf-8") as file:
        browser.cdp("Runtime.evaluate", {"expression": file.read()})
    for options, colors, width in [
        ({}, "light", 1280), ({}, "dark", 360),
        *(({"runOnly": SEEN}, colors, width) for colors, width in
          (("light", 360), ("light", 1920), ("dark", 1280), ("dark", 1920))),
    ]:
        browser.prefer(colors)
        browser.resize(width, 900)
        if options == {}:
            unfold(browser, "main")
        found = browser.run_async(AXE, options)
        check(f"axe-core finds nothing in {page}, {colors}, {width} wide", found == [], found[:3])
        browser.run("document.querySelectorAll('details').forEach((details) => (details.open = false));")
    browser.prefer("light")
