"""How charts, cards and paper look: labels where curves are, bands that end at their axis, verdicts side by side."""
from checks import CHOOSE, address, check

# A chart of a loss, drawn as the page draws it: where its axis begins, the lower edges of the first setting's band as
# they are and as they are drawn, what the tip says where the edge is 0 or lower, and how far the saved picture's band
# hangs out of its plot.
BAND = """
  const report = readReport();
  const { epochs } = report.settings[0];
  const chart = { drawn: report.drawn.find(({ key }) => key === "train_loss"), log: true, epochs, xlabel: "epoch",
    heading: "", note: "", plot: document.getElementById("train-plot") };
  chart.series = seriesOf(report, newView(report), report.settings, chart, epochs);
  chart.graph = lineChart([chart], chart, curveRange(report, chart, report.settings));
  const { points } = chart.series[0];
  const picture = linePicture(chart);
  const frame = picture.querySelector("clipPath rect");
  const bottom = Number(frame.getAttribute("y")) + Number(frame.getAttribute("height"));
  const edge = picture.querySelector("path[fill-opacity]").getAttribute("d").match(/[0-9.-]+(?=[LZ])/g).map(Number);
  return { floor: chart.graph.yAxisRange()[0], own: points.map(([low]) => low),
    drawn: points.map((_, row) => chart.graph.getValue(row, 1)[0]),
    tips: points.filter(([low]) => low <= 0).map(tipText), below: Math.max(...edge) - bottom };"""

# The widest stretch without a label, in decades, over axes of up to so many times their low end.
STRETCH = """
  const [pixels, from, to] = arguments;
  let widest = 0;
  for (let times = from; times < to; times *= 1.03)
    for (let low = 1; low < 10; low *= 1.07) {
      const ticks = logTicks(low, low * times, pixels).map(({ v }) => v);
      [...ticks, low * times].forEach((v, i) => (widest = Math.max(widest, Math.log10(v / [low, ...ticks][i]))));
    }
  return widest;"""

CARDS = """
  return [...document.querySelectorAll("#verdict-list .verdict")].map((card) => ({
    text: card.innerText, primary: card.querySelector(".primary").innerText,
    says: [...card.querySelectorAll(".exploratory li p:first-child")].map((p) => p.textContent),
    numbers: [...card.querySelectorAll("li p:not(:first-child)")].map((p) => p.textContent),
    name: card.querySelector("bdi").getBoundingClientRect().height,
    tops: [...card.children].map((part) => Math.round(part.getBoundingClientRect().top)) }));"""

# How far what is printed stands out of the page's column.
OUTSIDE = """
  const edge = document.querySelector("main").getBoundingClientRect().right;
  return [...document.querySelectorAll(".card, .plot, .plot img, .dygraph-axis-label, #dots-plot svg, .scroll > table, p")]
    .filter((node) => node.checkVisibility()).map((node) => [node.className, node.getBoundingClientRect().right - edge])
    .filter(([, over]) => over > 0.5);"""


def bands_end_at_the_axis(browser):
    """Where a band reaches to 0 or below on a logarithmic axis, it ends at the axis there, and there alone."""
    band = browser.run(BAND)
    want = [band["floor"] if low <= 0 else low for low in band["own"]]
    deep = [row for row, low in enumerate(band["own"]) if low <= 0]
    check("a band reaches below 0 at one epoch", deep == [5], band["own"])
    check("it ends at the axis there, and nowhere else", max(abs(a - b) for a, b in zip(band["drawn"], want)) < 1e-9,
          [band["drawn"], want])
    check("the tip still says how far it reaches", "\u2212" in band["tips"][0], band["tips"])
    check("and in the saved picture", band["below"] <= 0, band["below"])


def labels_are_where_curves_are(browser):
    """A logarithmic axis of less than two decades has no long stretch without a label, however high the chart."""
    for pixels, low, high, most in ((260, 1.3, 13, 0.18), (260, 13, 29, 0.223), (260, 29, 100, 0.302), (165, 1.3, 100, 0.4)):
        widest = browser.run(STRETCH, pixels, low, high)
        check(f"axes of {low} to {high} times, {pixels} pixels high: labels within {most} decades", widest <= most, widest)


def labels_stand_below_their_places(browser):
    align = """
      return [...document.querySelectorAll(".dygraph-axis-label-x")].map((label) => getComputedStyle(label).textAlign);"""
    sides = browser.run(align)
    check("each label stands in the middle below its place, the last as well",
          len(sides) > 8 and set(sides) == {"center"}, sides)


def verdicts_stand_side_by_side(browser, rows):
    """The cards say once what is primary and what is exploratory, with the terminal's numbers; `rows` are its table's."""
    cards = browser.run(CARDS)
    check("a card for each rival", len(cards) == 3, len(cards))
    check("the primary metric is marked", all(card["primary"].startswith("primary\n") and "\ngap " in card["primary"]
                                              for card in cards), cards)
    note = browser.run("return document.getElementById('verdicts-note').textContent")
    check("and named", "The primary metric is gap; the others are exploratory." in note, note)
    folds = browser.run("""
      const report = readReport();
      report.comparison.correction = "cross-validation";
      const words = document.createElement("p");
      words.append(...verdictsNote(report));
      return words.textContent;""")
    check("intervals for folds are called so", "for folds" in folds and "for folds" not in note, [folds, note])
    check("nothing is said twice", all(card["text"].count("exploratory") == 1 and
                                       len(set(card["says"])) == len(card["says"]) for card in cards), cards)
    plain = lambda text: text.replace("\u2212", "-").replace("\u00a0", " ")
    shown = sorted(plain(text) for card in cards for text in card["numbers"])
    want = sorted(f"{metric.replace(' (exploratory)', '')} {mean} ({interval})" for _, metric, mean, interval, *_ in rows)
    check("its numbers are the terminal's", shown == want, [shown, want])
    check("one name is longer than the others", len({card["name"] for card in cards}) > 1, cards)
    check("and yet their parts stand side by side", len({tuple(card["tops"]) for card in cards}) == 1, cards)


def intervals_are_told_apart(browser):
    """Those of charts are of each mean, those of verdicts are paired."""
    note = browser.run("return document.getElementById('curves-note').textContent")
    check("whose intervals the charts have is said", "of each mean by itself; the verdicts are paired by seed" in note, note)


def cards_fill_their_row(browser, cards, count):
    """No hole beside so many."""
    edges = browser.run("""
      const [cards, last] = arguments;
      const box = document.querySelector(cards);
      return [box.getBoundingClientRect().right, box.children[last - 1].getBoundingClientRect().right];""", cards, count)
    check(f"{count} of {cards} fill the row", abs(edges[0] - edges[1]) < 1, edges)


def charts_stay_in_their_cards(browser, page):
    """As they are drawn when the page opens: no window changes its size and has them drawn again."""
    over = browser.run("""
      return [...document.querySelectorAll("#charts .card canvas, #charts .card svg")].map((drawn) => [
        drawn.closest(".card").getBoundingClientRect().right, drawn.getBoundingClientRect().right])
        .filter(([card, right]) => right > card);""")
    check(f"charts of {page} stay in their cards", over == [], over)


def paper_cuts_nothing(browser, page):
    """Tables have the columns of the screen then: paper comes before the page can choose others."""
    sheet = {"width": 718, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.resize(1280, 900)
    browser.run("window.frame = requestAnimationFrame; requestAnimationFrame = () => 0; dispatchEvent(new Event('beforeprint'));")
    browser.cdp("Emulation.setEmulatedMedia", {"media": "print"})
    browser.cdp("Emulation.setDeviceMetricsOverride", sheet)
    outside = browser.run(OUTSIDE)
    check(f"nothing of {page} is cut on paper", outside == [], outside[:3])
    browser.cdp("Emulation.setEmulatedMedia", {"media": ""})
    browser.run("requestAnimationFrame = frame; dispatchEvent(new Event('afterprint'));")
    browser.resize(1280, 900)


def test_one(browser, folder):
    """A single run: nothing to compare, no interval anywhere."""
    browser.open(address(folder))
    text = browser.run("return document.querySelector('main').innerText")
    check("no interval is told of where there is none", "Large: mean. Small: each seed." in text and "overlap" not in text)
    check("and no verdict", browser.run("return document.getElementById('verdicts').hidden"))
    check("the console is silent", (log := browser.log()) == [], log)


def primary_goes_first(browser):
    """What the config named as primary is what the page shows first."""
    title = "test accuracy"
    note = browser.run("return document.getElementById('verdicts-note').textContent")
    check("the primary metric that was asked for is named", f"The primary metric is {title};" in note, note)
    dots = browser.run("return document.querySelector('#charts figure:last-child select').value")
    check("and shown by the dots at first", dots == "test_acc", dots)
    browser.run(CHOOSE, "#charts figure:last-child select", "gap")
