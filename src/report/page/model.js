// What the page shows: the payload, read once, and the view that the reader chooses.

// Okabe and Ito's colours, which the colour-blind can tell apart, in an order for a light and for a dark ground; the
// yellow is left out on white, and blue, green and vermillion are lightened on black. Dashes tell lines apart in grey.
const PALETTE = {
  light: ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"],
  dark: ["#f2f2f2", "#56b4e9", "#e69f00", "#2cc295", "#e59bc4", "#f0e442", "#ff8a4c"],
};
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
    dash: DASHES[(index + Math.floor(index / PALETTE.light.length)) % DASHES.length],
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

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function colorOf(setting) {
  const colors = isDark() ? PALETTE.dark : PALETTE.light;
  return colors[setting.index % colors.length];
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
    x1: 1, y1: 6, x2: 27, y2: 6, stroke: colorOf(setting), "stroke-width": 2.5,
    "stroke-dasharray": setting.dash ? setting.dash.join(" ") : null,
  });
  return svg("svg", { class: "swatch", viewBox: "0 0 28 12", width: 28, height: 12, "aria-hidden": "true" }, line);
}
