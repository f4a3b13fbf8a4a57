// What the page shows: the payload, read once, and the view that the reader chooses.

// Lines take the seven colours --line-0 to --line-6 of report.css and these dashes in turn, so that lines of one
// colour differ in their dash and can be told apart in grey.
const COLORS = 7;
const DASHES = [null, [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];
const SHOWN_AT_FIRST = 7; // curves switched on when there are many settings

function readReport() {
  const payload = JSON.parse(byId("data").textContent);
  const comparison = payload.comparison;
  const summary = parseCsv(payload.summary);
  const header = summary[0];
  const settings = comparison.settings.map((setting, index) => ({
    index,
    name: setting.name,
    options: setting.options,
    metrics: setting.metrics,
    against: setting.against,
    summary: Object.fromEntries(header.map((key, column) => [key, summary[index + 1][column]])),
    epochs: payload.curves[index].epochs,
    runs: payload.curves[index].runs,
    dash: DASHES[(index + Math.floor(index / COLORS)) % DASHES.length],
    cache: new Map(),
  }));
  return { ...payload, settings, summaryRows: summary, baseline: comparison.settings.findIndex((s) => s.baseline) };
}

function newView(report) {
  return {
    on: defaultShown(report),
    band: "ci",
    axis: "log",
    train: "train_loss",
    replicates: false,
    listeners: [],
    changed() {
      this.listeners.forEach((listener) => listener());
    },
  };
}

// All settings while they are few; else the baseline and those of lowest test loss.
function defaultShown(report) {
  const order = report.settings.map((setting) => setting.index);
  if (order.length <= SHOWN_AT_FIRST + 1) return new Set(order);
  const loss = (index) => {
    const mean = report.settings[index].metrics.test_loss.mean;
    return isNumber(mean) ? mean : Infinity;
  };
  order.sort((a, b) => (b === report.baseline) - (a === report.baseline) || loss(a) - loss(b) || a - b);
  return new Set(order.slice(0, SHOWN_AT_FIRST));
}

function colorName(setting) {
  return "--line-" + (setting.index % COLORS);
}

// The colour as a canvas wants it; SVG says var(--line-0), and so follows the theme by itself.
function colorOf(setting) {
  return themeColor(colorName(setting));
}

function withAlpha(hex, alpha) {
  const part = (at) => parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
}

function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The values of one run by epoch; null where there is none.
function runCurve(run, kind) {
  if (kind !== "gap") return run[kind];
  return run.test_loss.map((test, i) => (test === null || run.train_loss[i] === null ? null : test - run.train_loss[i]));
}

// Mean and band over the runs of a setting, by epoch: arrays of { mean, low, high, n }, null where no run has a value.
function bandCurve(report, setting, kind, band) {
  const key = kind + " " + band;
  if (!setting.cache.has(key)) {
    const curves = setting.runs.map((run) => runCurve(run, kind));
    setting.cache.set(key, setting.epochs.map((_, i) => bandAt(report, curves.map((c) => c[i]), band)));
  }
  return setting.cache.get(key);
}

function bandAt(report, all, band) {
  const values = all.filter(isNumber);
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  if (n === 1 || band === "none") return { mean, low: mean, high: mean, n };
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1));
  const half = band === "sd" ? sd : (sd * report.t95[n]) / Math.sqrt(n);
  return { mean, low: mean - half, high: mean + half, n };
}

// A line sample of a setting, as the charts draw it.
function swatch(setting) {
  const line = svg("line", {
    x1: 1, y1: 6, x2: 27, y2: 6, stroke: `var(${colorName(setting)})`, "stroke-width": 2.5,
    "stroke-dasharray": setting.dash ? setting.dash.join(" ") : null,
  });
  return svg("svg", { class: "swatch", viewBox: "0 0 28 12", width: 28, height: 12, "aria-hidden": "true" }, line);
}
