"""What the tests of the page share: the tally, and scripts that read the page."""
import csv
import os

INK = """
  const canvas = document.querySelector(arguments[0] + " canvas");
  if (!canvas) return 0;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
  let ink = 0;
  for (let i = 3; i < pixels.length; i += 4) ink += pixels[i] > 0;
  return ink;"""
PICTURES = """
  return [...document.querySelectorAll("#charts .plot")].map((plot) => plot.querySelector("canvas").toDataURL());"""
COUNT_PRINTED = """
  addEventListener("beforeprint", () => {
    window.printed = document.querySelectorAll("#charts .plot:has(img)").length;
  });"""
CELLS = """
  return [...document.querySelectorAll(arguments[0] + " tbody tr")].map((row) =>
    [...row.children].map((cell) => ({ text: cell.textContent, exact: cell.dataset.exact })));"""
HEADS = "return [...document.querySelectorAll(arguments[0] + ' thead th')].map((head) => head.textContent);"
CHOOSE = """
  const select = document.querySelector(arguments[0]);
  select.value = arguments[1];
  select.dispatchEvent(new Event("change"));"""
TICKS = """
  return [...document.querySelectorAll(arguments[0] + " .dygraph-axis-label-y")].map((tick) => tick.textContent)
    .filter((text) => text);"""
UNBROKEN = """
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.textContent);
  return texts.filter((text) => /\\d %/.test(text));"""
SIDEWAYS = """
  return [...document.querySelectorAll(arguments[0] + " .scroll")].map((box) => box.scrollWidth - box.clientWidth);"""
CURVES = ["#test-plot", "#train-plot", "#score-plot", "#gap-plot"]
OPEN = "document.querySelectorAll(arguments[0] + ' details').forEach((details) => (details.open = true));"

passed = failed = 0


def check(what, holds, detail=""):
    """Counts one check, and says which did not hold."""
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"not so: {what} {detail}")


def address(folder):
    return "file://" + os.path.abspath(os.path.join(folder, "report.html"))


def read_summary(folder):
    with open(os.path.join(folder, "summary.csv"), encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def ink(browser):
    return [browser.run(INK, plot) for plot in CURVES]


def unfold(browser, selector):
    """Opens what is folded away there; it is filled then."""
    browser.run(OPEN, selector)
    browser.settle()


def redrawn(browser, before):
    """Whether every chart looks different now."""
    return all(a != b for a, b in zip(browser.run(PICTURES), before, strict=True))
