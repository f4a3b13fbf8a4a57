"""Holds report.html to its promises in headless Chromium.

    report_test.py REGRUN SMALL SWEEP DIVERGED SELECTED LARGE PROBED WHOLE ONE AXE DOWNLOADS

REGRUN is the program, whose tables the page's are held against; SMALL is the results folder of an experiment, its summary.csv included, whose settings have hostile names; SWEEP has two
swept options; DIVERGED has nine settings with long names, some of whose runs diverged; SELECTED has a setting "chosen" that stops early by its test losses; LARGE has 200 settings of
50 seeds; of PROBED instruments said weight_norm by layer, and bn_mean_noise of its setting "bn"; WHOLE is tuned, probed and expects something;
ONE is a single run. AXE is axe-core's script, or empty; pictures are saved to the folder DOWNLOADS. The last line printed is "PASSED FAILED".
"""
import csv
import glob
import html
import json
import os
import re
import subprocess
import sys
from functools import partial

import checks
import looks
from access import axe_finds_nothing, keys_suffice, pictures_are_saved, tables_fit
from checks import (
    CELLS, CHOOSE, COUNT_PRINTED, CURVES, HEADS, INK, PICTURES, SIDEWAYS, TICKS, UNBROKEN, address, check, ink,
    read_summary, redrawn, unfold,
)
from webdriver import Browser, BrowserError

COLUMN_BUTTON = "#table thead th:nth-of-type({}) button"


def terminal_tables(folder, *options):
    """The rows of the tables that `regrun compare` shows, by their titles; the first row is the heading."""
    command = [sys.argv[1], "compare", folder, "--full", "--format", "md", *options]
    text = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    tables = {}
    for line in text.splitlines():
        if line.startswith("## "):
            title = re.sub(r"\\(.)", r"\1", line[3:])
            tables[title] = []
        elif line.startswith("| "):
            cells = re.split(r" (?<!\\)\| ", line[2:-2])
            tables[title].append([html.unescape(re.sub(r"\\(.)", r"\1", cell)) for cell in cells])
    return tables


def plain(text):
    """A text of the page with the characters that a terminal has for it."""
    for shown, written in (("\u2212", "-"), ("\u2013", "-"), ("<\u00a0", "<"), ("\u00a0", " ")):
        text = text.replace(shown, written)
    return text


def page_rows(browser, selector, columns):
    """The texts of a table in the page: its columns after the first up to `columns`."""
    return [[plain(cell["text"]) for cell in row[1:columns]] for row in browser.run(CELLS, selector)]


def tables_are_the_terminals(browser, folder):
    """Digits are chosen once: every number of the page's tables stands in the terminal's as well."""
    tables = terminal_tables(folder)
    for begin, selector in (("Settings", "#table"), ("Matched fit", "#matched"), ("Where settings cross", "#factorial")):
        found = [rows for title, rows in tables.items() if title.startswith(begin)]
        if not found:
            continue
        columns = len(found[0][0]) - (selector == "#matched")
        want = [row[1:columns] for row in found[0][1:]]
        shown = page_rows(browser, selector, columns)
        if selector == "#table":  # many settings are ranked
            want, shown = sorted(want), sorted(shown)
        check(f"{begin}: the numbers are the terminal's", want and shown == want, [shown, want])
    choices = """
      return Object.fromEntries([...document.querySelectorAll("#against-controls option")].map((o) => [o.text, o.value]));"""
    keys = browser.run(choices) or {}
    rows = next((rows for title, rows in tables.items() if title.startswith("Setting minus")), [])
    for metric in dict.fromkeys(row[1] for row in rows[1:]):
        browser.run(CHOOSE, "#against-controls select", keys[metric])
        heads = [plain(head).lower() for head in browser.run(HEADS, "#against-table")]
        places = [i for i, head in enumerate(rows[0]) if i > 1 and head.lower() in heads]
        check(f"differences of {metric}: all but the pairs and the other corrected p", len(places) == 7, heads)
        want = [[row[i] for i in places] for row in rows[1:] if row[1] == metric]
        shown = page_rows(browser, "#against-table", 8)
        check(f"differences of {metric}: the numbers are the terminal's", want and shown == want, [shown, want])
    if rows:
        browser.run(CHOOSE, "#against-controls select", "gap")


def settings_table_is_right(browser, folder):
    header, *rows = read_summary(folder)
    table = browser.run(CELLS, "#table")
    heads = browser.run(HEADS, "#table")
    check("a row for each setting", len(table) == len(rows))
    for row, cells in zip(rows, table):
        values = dict(zip(header, row))
        check("the name is text", cells[0]["text"] == values["setting"], cells[0]["text"])
        cell = dict(zip(heads, cells))["test loss"]
        check("all digits are there", cell["exact"] == f"{values['test_loss_mean']};{values['test_loss_sd']}", cell)


def confusion_of(folder, setting):
    """The mean over a setting's runs of the shares of each class that are taken for each, from their result.json."""
    shares = []
    for path in glob.glob(os.path.join(folder, "runs", "*", "*", "result.json")):
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        if result["setting"] == setting:
            shares.append([[count / sum(row) for count in row] for row in result["confusion"]])
    return [[sum(cells) / len(cells) for cells in zip(*rows)] for rows in zip(*shares)]


def classes_are_told(browser, folder):
    """Each setting's confusion matrix in per cent with the recall of each class behind it, and the table of recalls."""
    _, *rows = read_summary(folder)
    for index, (setting, *_) in enumerate(rows):
        browser.run(CHOOSE, "#classes-controls select", str(index))
        want = confusion_of(folder, setting)
        cells = browser.run(CELLS, "#classes-figure")
        shown = [[float(cell["text"]) for cell in row[1:-1]] for row in cells]
        off = max(abs(100 * a - b) for wanted, row in zip(want, shown) for a, b in zip(wanted, row))
        check("the matrix is the mean of the runs'", len(want) == len(shown) == 10 and off <= 0.051, [setting, off])
        recalls = [float(row[-1]["text"].split(" ")[0]) for row in cells]
        check("its diagonal is the recall", recalls == [row[k] for k, row in enumerate(shown)], recalls)
        caption = browser.run("return document.querySelector('#classes-figure caption').textContent")
        check("it says whose", setting in caption and "mean over 3 seeds" in caption, caption)
    scopes = browser.run("return [...document.querySelectorAll('#classes-figure th')].map((head) => head.scope);")
    check("its heads have a scope", sorted(set(scopes)) == ["col", "colgroup", "row"], scopes)
    table = browser.run(CELLS, "#recall")
    off = max(abs(float(table[k][-1]["text"].split(" ")[0]) - row[k]) for k, row in enumerate(want))
    check("the recalls of each class", len(table) == 10 and off < 0.051, off)


def summary_table_is_whole(browser, folder):
    header, *rows = read_summary(folder)
    unfold(browser, "#summary")
    heads = browser.run(HEADS, "#summary")
    cells = [[cell["text"] for cell in row] for row in browser.run(CELLS, "#summary")]
    check("summary.csv stands in the page, every digit", heads == header and cells == rows)


def names_stay_text(browser, folder):
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        about = json.load(file)["about"]
    check("the question is text", browser.run("return document.querySelector('h1').textContent") == about)
    check("no name became a script", browser.run("return window.hostile === undefined"))
    foreign = "return document.querySelectorAll('img, iframe, script[src]').length"
    check("no name became an element", browser.run(foreign) == 0)
    check("nothing was asked of a network", browser.run("return performance.getEntriesByType('resource').length") == 0)
    names = [row[0] for row in read_summary(folder)[1:]]
    shown = browser.run("return [...document.querySelectorAll('.chip-name')].map((name) => name.textContent)")
    check("the legend has the names", shown == names, shown)


def toggles_act(browser):
    full = browser.run(PICTURES)
    check("the curves have ink", all(count > 1000 for count in ink(browser)), ink(browser))
    rows = "return document.querySelectorAll('#dots-plot g').length"
    dots = browser.run(rows)
    browser.click("#legend-items label:nth-of-type(1) input")
    check("a setting switched off leaves every chart", redrawn(browser, full))
    check("and the dots", browser.run(rows) == dots - 1)
    browser.click("#show-none")
    check("none shown, none drawn", ink(browser) == [0, 0, 0, 0])
    browser.click("#show-all")
    check("all are back", browser.run(PICTURES) == full)
    browser.click("#replicates")
    check("every seed can be drawn", redrawn(browser, full))
    browser.click("#replicates")
    banded = ink(browser)
    browser.run(CHOOSE, "#band", "none")
    check("no band, less ink", all(a < b for a, b in zip(ink(browser), banded)))
    browser.run(CHOOSE, "#band", "ci")


def axes_act(browser):
    before = browser.run(PICTURES)
    browser.run(CHOOSE, "#axis", "linear")
    linear = browser.run(PICTURES)
    check("the loss axes turn linear", [a != b for a, b in zip(linear, before)] == [True, True, False, False])
    browser.run(CHOOSE, "#axis", "log")
    check("and logarithmic again", browser.run(PICTURES) == before)


def epoch_means(folder, setting, column):
    """What a log says of a setting: [first, highest, at epoch, last] of the mean over its seeds."""
    values = {}
    with open(os.path.join(folder, "log.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["setting"] == setting and row[column]:
                values.setdefault(int(row["epoch"]), []).append(float(row[column]))
    means = {epoch: sum(all) / len(all) for epoch, all in values.items()}
    best = max(means, key=means.get)
    return [means[min(means)], means[best], best, means[max(means)]]


def metrics_can_be_chosen(browser, folder):
    """Accuracy stands beside the losses, and each chart shows what is chosen for it."""
    title = "return document.getElementById(arguments[0]).textContent"
    check("accuracy by epoch is there", browser.run(title, "score-title") == "Test accuracy")
    unfold(browser, "#charts")
    rows = browser.run(CELLS, "#charts figure:has(#score-plot)")
    heads = browser.run(HEADS, "#charts figure:has(#score-plot)")
    check("of accuracies the highest is told", heads[1:3] == ["first", "highest"], heads)
    for row, (setting, *_) in zip(rows, read_summary(folder)[1:], strict=True):
        want = epoch_means(folder, setting, "test_acc")
        off = [abs(float(cell["text"]) - value) for cell, value in zip(row[1:], want)]
        check("its means are the log's", max(off) < 6e-4, [setting, row, want])
    choices = browser.run("""
      return [...document.querySelectorAll("#charts figure:first-child option")].map((option) => option.value);""")
    want = ["running_loss", "train_loss", "test_loss", "gap", "train_acc", "test_acc"]
    check("every chart offers what was measured, the losses first", choices == want, choices)
    before = browser.run(PICTURES)
    browser.run(CHOOSE, "#charts figure:has(#train-plot) select", "train_acc")
    changed = [a != b for a, b in zip(browser.run(PICTURES), before)]
    check("one chart shows another number", changed == [False, True, False, False], changed)
    check("and says so", browser.run(title, "train-title") == "Train accuracy")
    ticks = [float(tick) for tick in browser.run(TICKS, "#train-plot")]
    check("on an axis of its own", all(0 <= tick <= 1 for tick in ticks) and len(ticks) > 2, ticks)
    browser.run(CHOOSE, "#charts figure:has(#train-plot) select", "train_loss")
    check("and the first again", browser.run(PICTURES) == before)


def values_can_be_read(browser, settings):
    browser.run("document.getElementById('charts').scrollIntoView()")
    browser.point("#test-plot", 20, 10)
    tip = browser.run("return document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent")
    check("hovering shows the values", "Test loss at epoch" in tip, tip)
    browser.type("#gap-plot", "\ue011\ue014")  # home, arrow right
    said = browser.run("return document.getElementById('live').textContent")
    check("arrow keys read them out", said.startswith("Gap: test loss \u2212 train loss at epoch 1:"), said)
    check("for every setting", browser.run("return document.querySelectorAll('#tip tr').length") == settings)
    browser.type("#gap-plot", "\ue00c")  # escape
    check("escape hides them", browser.run("return document.getElementById('tip').hidden"))


def sorting_acts(browser, folder):
    header, *rows = read_summary(folder)
    losses = sorted(float(row[header.index("test_loss_mean")]) for row in rows)
    button = COLUMN_BUTTON.format(2)
    state = "return document.querySelector('#table thead th:nth-of-type(2)').getAttribute('aria-sort')"
    column = lambda: [float(row[1]["exact"].split(";")[0]) for row in browser.run(CELLS, "#table")]
    browser.click(button)
    check("a click sorts", column() == losses and browser.run(state) == "ascending", column())
    browser.type(button, "\ue007")  # enter
    check("Enter sorts the other way", column() == losses[::-1] and browser.run(state) == "descending", column())
    browser.click(COLUMN_BUTTON.format(1))
    names = [row[0]["text"] for row in browser.run(CELLS, "#table")]
    check("names sort as texts", sorted(names) == sorted(row[0] for row in rows) and browser.run(state) is None)


def themes_act(browser):
    ground = "return getComputedStyle(document.body).backgroundColor"
    light, pictures = browser.run(ground), browser.run(PICTURES)
    browser.click("#theme")
    browser.click("#theme")
    check("the page turns dark", browser.run(ground) != light and redrawn(browser, pictures))
    browser.click("#theme")
    check("and light again", browser.run(ground) == light and browser.run(PICTURES) == pictures)
    browser.prefer("dark")
    check("it follows the system", browser.run(ground) != light and redrawn(browser, pictures))
    browser.prefer("light")


def paper_works(browser):
    before = browser.run(PICTURES)
    browser.run(COUNT_PRINTED)
    browser.cdp("Page.printToPDF", {})
    browser.settle()
    check("the charts are printed", browser.run("return window.printed") == len(CURVES))
    check("and on the screen again after it", browser.run(PICTURES) == before)


def names_are_there(browser):
    """Everything that can be operated or is a picture has a name for a screen reader."""
    tree = browser.cdp("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "checkbox", "combobox", "image", "table", "region"}
    nodes = [node for node in tree if not node["ignored"] and node.get("role", {}).get("value") in roles]
    nameless = [node["role"]["value"] for node in nodes if not node.get("name", {}).get("value")]
    check("all controls and pictures have names", len(nodes) > 20 and not nameless, nameless)


def fits(browser, what, width, height):
    browser.resize(width, height)
    overhang = browser.run("return document.documentElement.scrollWidth - innerWidth")
    check(f"nothing hangs over on {what}", overhang <= 0, overhang)
    check(f"the curves have ink on {what}", all(count > 300 for count in ink(browser)))


def test_small(browser, folder):
    browser.resize(1280, 900)
    browser.open(address(folder))
    check("the console is silent", (log := browser.log()) == [], log)
    check("where no instrument looked there is nothing", browser.run("return document.querySelector('#instruments').hidden"))
    settings_table_is_right(browser, folder)
    tables_are_the_terminals(browser, folder)
    summary_table_is_whole(browser, folder)
    classes_are_told(browser, folder)
    names_stay_text(browser, folder)
    looks.intervals_are_told_apart(browser)
    rows = next(rows for title, rows in terminal_tables(folder).items() if title.startswith("Setting minus"))
    looks.verdicts_stand_side_by_side(browser, rows[1:])
    toggles_act(browser)
    axes_act(browser)
    metrics_can_be_chosen(browser, folder)
    values_can_be_read(browser, len(read_summary(folder)) - 1)
    sorting_acts(browser, folder)
    themes_act(browser)
    paper_works(browser)
    names_are_there(browser)
    fits(browser, "a phone", 390, 844)
    fits(browser, "a desktop", 1280, 900)
    check("the console stayed silent", (log := browser.log()) == [], log)


def sweep_is_averaged(browser, folder):
    """Marginal means and the grid of two options are the terminal's; the table of many settings is ranked."""
    tables = terminal_tables(folder)
    grid = next(rows for title, rows in tables.items() if " (down) and " in title)
    shown = [[plain(cell["text"]) for cell in row] for row in browser.run(CELLS, "#marginals-pairs .scroll")]
    check("the grid has the terminal's numbers", shown == grid[1:], [shown, grid])
    marginal = next(rows for title, rows in tables.items() if title.startswith("Marginal means"))
    shown = [plain(cell["text"]) for row in browser.run(CELLS, "#marginals-tables") for cell in row[-5:-4]]
    check("means have the terminal's digits", shown == [row[2].split(" ")[0] for row in marginal[1:]], [shown, marginal])
    browser.run(CHOOSE, "#marginals-controls select", "test_acc")
    caption = browser.run("return document.querySelector('#marginals-pairs caption').textContent")
    check("another number can be chosen", caption.startswith("test accuracy by "), caption)
    sorted_by = browser.run("return document.querySelector('#table th[aria-sort]').textContent")
    check("twelve settings are ranked by the gap", sorted_by == "gap", sorted_by)
    colours = browser.run("""
      return [...document.querySelectorAll('#marginals-pairs tbody td')].map((td) => td.style.background + td.style.color)""")
    check("the cells are shaded", len(set(colours)) > 6 and all("rgb" in c for c in colours), colours)


def test_sweep(browser, folder):
    browser.open(address(folder))
    tables_are_the_terminals(browser, folder)
    cells = browser.run("return [...document.querySelectorAll('.heat td.number')].map((cell) => cell.textContent)")
    order = browser.run("return [...document.querySelectorAll('main > section:not([hidden])')].map((s) => s.id);")
    check("a sweep begins with its ranking and its means", order[:3] == ["ranking", "marginals", "sweep"], order)
    check("the heat map has 3 x 4 numbers", len(cells) == 12 and all(float(text) > 0 for text in cells), cells)
    sweep_is_averaged(browser, folder)
    check("the sweep as lines has ink", browser.run(INK, "#sweep-plot") > 1000)
    browser.type("#sweep-plot", "\ue010")  # end
    said = browser.run("return document.getElementById('live').textContent")
    check("arrow keys read it", said.startswith("gap at regularize.dropout 0.5: batch_size "), said)
    lines = browser.run("return document.querySelectorAll('.line-names span').length")
    check("a line for each value of the other option", lines in (3, 4), lines)
    check("a log alone has no classes", browser.run("return document.querySelector('#classes').hidden"))
    check("the console is silent", (log := browser.log()) == [], log)


def test_diverged(browser, folder):
    browser.resize(1280, 900)
    browser.open(address(folder))
    tables_are_the_terminals(browser, folder)
    gap = [float(tick.replace("\u2212", "-")) for tick in browser.run(TICKS, "#gap-plot")]
    check("a run that was left out is in no mean, one that explodes is cut off", max(map(abs, gap)) < 10, gap)
    looks.labels_are_where_curves_are(browser)
    usable = browser.run(PICTURES)
    browser.click("#replicates")
    check("every seed is drawn where that is asked for", redrawn(browser, usable))
    browser.click("#replicates")
    count = browser.run("return document.getElementById('shown-count').textContent")
    check("nine settings are all shown", count == "9 of 9 shown", count)
    labels = browser.run("return [...document.querySelectorAll('#dots-plot .row-name')].map((l) => l.textContent)")
    check("long names are told apart beside the dots", len(set(labels)) == 9, labels)
    heads = browser.run("return document.querySelector('#table thead tr').getBoundingClientRect().height")
    check("the table's heading has one line", heads < 45, heads)
    sideways = browser.run(SIDEWAYS, "#against")
    check("the verdicts are all there without scrolling sideways", len(sideways) == 2 and max(sideways) <= 0, sideways)
    broken = browser.run(UNBROKEN)
    check("no line breaks between a number and its %", broken == [], broken[:3])
    zeros = browser.run("return document.body.innerText.match(/\u2212[0.]+(?![\\d.])/g)")
    check("no zero has a minus sign", zeros is None, zeros)
    said = browser.run("return document.querySelector('main').innerText").count("not Holm-corrected")
    check("matched fit says once by the cards and once by its table that it is not corrected", said == 2, said)
    check("the console is silent", (log := browser.log()) == [], log)


def test_selected(browser, folder):
    browser.open(address(folder))
    tables_are_the_terminals(browser, folder)
    unfold(browser, "#summary")
    place = browser.run(HEADS, "#summary").index("selected_on_test")
    marks = [row[place]["text"] for row in browser.run(CELLS, "#summary")]
    check("summary.csv has a column for it", marks == ["no", "yes"], marks)
    titles = browser.run("return [...document.querySelectorAll('figcaption > span:first-child, caption')].map((title) => title.textContent)")
    said = 'epochs of "chosen" selected on the test data (optimistic)'
    silent = [title for title in titles if said not in title and title != "summary.csv"]
    check("every chart and table says what was selected on the test data", len(titles) > 8 and not silent, silent)
    notes = browser.run("return document.getElementById('notes').textContent")
    check("the notes say it", "chosen: epochs were selected on the test data" in notes, notes)
    ends = """
      const report = readReport();
      const view = { ...newView(report), replicates: true };
      const chart = { drawn: { key: "test_loss" }, log: true };
      return seriesOf(report, view, [report.settings[1]], chart, report.settings[1].epochs)
        .map((s) => s.points.filter((point) => point).length);"""
    lengths = browser.run(ends)
    check("runs are drawn as far as they went, their mean to the end", lengths == [7, 9, 11, 11], lengths)
    looks.bands_end_at_the_axis(browser)
    check("the console is silent", (log := browser.log()) == [], log)


def test_large(browser, folder):
    size = os.path.getsize(os.path.join(folder, "report.html"))
    browser.open(address(folder))
    ready = float(browser.run("return document.documentElement.dataset.ready"))
    print(f"200 settings x 50 seeds: {size / 1e6:.2f} MB, loaded and drawn in {ready:.0f} ms")
    check("the large page is drawn soon", ready < 5000, ready)
    check("with ink", all(count > 1000 for count in ink(browser)))
    check("every setting has its row", len(browser.run(CELLS, "#table")) == 200)
    on = browser.run("""
      const report = readReport();
      const loss = (index) => report.settings[index].metrics.test_loss.mean;
      const on = [...document.querySelectorAll("#legend-items input:checked")].map((box) => Number(box.value));
      const off = report.settings.map(({ index }) => index).filter((index) => !on.includes(index));
      return [on.length, on.includes(report.baseline), greatest(on.slice(1).map(loss)) - least(off.map(loss))];""")
    check("the baseline and the lowest losses are on at first", on[:2] == [12, True] and on[2] <= 0, on)
    note = browser.run("return document.getElementById('curves-note').textContent")
    check("it says that curves of seeds are left out", " settings the page has no curve of each seed" in note, note)
    means = browser.run("""
      const report = readReport();
      const last = (setting) => bandCurve(report, setting, "gap", "ci")[setting.epochs.length - 1];
      return report.settings.filter((setting) => setting.means).map((setting) => {
        const { mean, low, high } = last(setting);
        const want = setting.metrics.gap;
        return Math.max(Math.abs(mean - want.mean), Math.abs(low - want.low), Math.abs(high - want.high));
      });""")
    check("their means and intervals are those of the tables", len(means) > 100 and max(means) < 2e-5, [len(means), max(means)])
    took = browser.run("""
      const from = performance.now();
      document.getElementById("show-all").click();
      return performance.now() - from;""")
    print(f"all of them switched on in {took:.0f} ms")
    all_on = browser.run("return document.querySelectorAll('#legend-items input:checked').length")
    check("all can be switched on", all_on == 200, all_on)
    check("the console is silent", (log := browser.log()) == [], log)


def test_probed(browser, folder):
    titles = "return [...document.querySelectorAll('#instruments-charts figcaption > span:first-child')].map((title) => title.textContent)"
    names = "return [...document.querySelectorAll('#instruments-names bdi')].map((name) => name.textContent)"
    plots = "#instruments-charts figure:nth-child({}) .plot"
    browser.open(address(folder))
    shown = browser.run(titles)
    check("a chart for each layer, and by depth", shown == ["linear 1", "linear 2", "By depth, at the last look"], shown)
    check("with ink", all(browser.run(INK, plots.format(i)) > 300 for i in (1, 2, 3)))
    looks.labels_stand_below_their_places(browser)
    looks.cards_fill_their_row(browser, "#instruments-charts", 2)
    unfold(browser, "#instruments-numbers")
    tables = terminal_tables(folder, "--probe", "weight_norm")
    rows = [row for row in next(iter(tables.values()))[1:] if row[1] == "9"]
    cells = [[plain(cell["text"]) for cell in row] for row in browser.run(CELLS, "#instruments-numbers")]
    check("the numbers are the terminal's", cells == [[row[0], *row[2:]] for row in rows], [cells, rows])
    before = browser.run("return document.querySelector(arguments[0] + ' canvas').toDataURL()", plots.format(1))
    browser.run(CHOOSE, "#instruments-controls label:last-child select", "log")
    after = browser.run("return document.querySelector(arguments[0] + ' canvas').toDataURL()", plots.format(1))
    check("the axis acts", before != after)
    browser.run(CHOOSE, "#instruments-value", "1")
    check("another value, of one setting", browser.run(names) == ["bn"], browser.run(names))
    check("a single layer has no chart by depth", browser.run(titles) == ["batch_norm 1"], browser.run(titles))
    browser.click("#show-none")
    check("no setting, no chart", browser.run(titles) == [], browser.run(titles))
    check("the console is silent", (log := browser.log()) == [], log)


def test_access(browser, pages, axe, downloads):
    """What holds of every page: it can be used by keys, at any width, by anybody."""
    small, sweep, whole = pages
    browser.resize(1280, 900)
    browser.open(address(small))
    keys_suffice(browser)
    pictures_are_saved(browser, small, downloads)
    for folder in pages:
        browser.open(address(folder))
        looks.charts_stay_in_their_cards(browser, os.path.basename(folder))
        tables_fit(browser, os.path.basename(folder))
        looks.paper_cuts_nothing(browser, os.path.basename(folder))
        if axe:
            axe_finds_nothing(browser, os.path.basename(folder), axe)
        if folder == whole:
            looks.primary_goes_first(browser)
    check("the console is silent", (log := browser.log()) == [], log)


def main():
    small, sweep, diverged, selected, large, probed, whole, one, axe, downloads = sys.argv[2:]
    with Browser() as browser:
        for test, folder in ((test_small, small), (test_sweep, sweep), (test_diverged, diverged),
                             (test_selected, selected), (test_large, large), (test_probed, probed), (looks.test_one, one),
                             (partial(test_access, axe=axe, downloads=downloads), (small, sweep, whole))):
            try:
                test(browser, folder)
            except (BrowserError, LookupError, ValueError) as error:
                check(f"{test} reached its end", False, repr(error))
    print(checks.passed, checks.failed)


if __name__ == "__main__":
    main()
