// What the page shows: the payload, read once, and the view that the reader chooses.

// Lines take the seven colours --line-0 to --line-6 of report.css and these dashes in turn, so that lines of one
// colour differ in their dash and can be told apart in grey.
const COLORS = 7;
const DASHES = [null, [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]];
const SHOWN_AT_FIRST = 12; // settings whose curves are switched on when there are many

function readReport() {
  const payload = JSON.parse(byId("data").textContent);
  const comparison = payload.comparison;
  const settings = comparison.settings.map((setting, index) => ({
    ...setting,
    index,
    ...payload.curves[index], // epochs, runs
    cache: new Map(),
  }));
  const report = { ...payload, settings, baseline: settings.findIndex((s) => s.baseline) };
  // Few stand as they are; of many the baseline and those of lowest loss go first, as page_order has them.
  if (settings.length <= SHOWN_AT_FIRST) report.order = settings.map((setting) => setting.index);
  report.order.forEach((index, rank) => dress(settings[index], rank));
  return report;
}

// A colour and a dash by rank, so that the settings shown at first differ in colour.
function dress(line, rank) {
  line.color = "--line-" + (rank % COLORS);
  line.dash = DASHES[(rank + Math.floor(rank / COLORS)) % DASHES.length];
  return line;
}

function metricOf(report, key) {
  return report.comparison.metrics.find((metric) => metric.key === key);
}

// Switched on at first: all, or the first of the order.
function defaultShown(report) {
  return new Set(report.order.slice(0, SHOWN_AT_FIRST));
}

function newView(report) {
  return {
    on: defaultShown(report),
    band: "ci",
    axis: "log",
    replicates: false,
    listeners: [],
    changed() {
      this.listeners.forEach((listener) => listener());
    },
  };
}

// The colour as a canvas wants it; SVG says var(--line-0), and so follows the theme by itself.
function colorOf(line) {
  return themeColor(line.color);
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
  if (kind !== "gap") return run[kind] || [];
  const { train_loss: train, test_loss: test } = run;
  return test.map((loss, i) => (loss === null || train[i] === null ? null : loss - train[i]));
}

// Mean and band over the usable runs of a setting (those that the tables rest on), by epoch: arrays of
// { mean, low, high, n }, null where no run has a value. Of settings whose runs have no curves on the page there are
// means and SDs.
function bandCurve(report, setting, kind, band) {
  const key = kind + " " + band;
  if (!setting.cache.has(key) && setting.means) {
    const { m, s, n } = setting.means[kind];
    setting.cache.set(key, m.map((mean, i) => (isNumber(mean) ?
      bandAround(report, mean, s[i] ?? 0, typeof n === "number" ? n : n[i], band, setting.folds) : null)));
  }
  if (!setting.cache.has(key)) {
    const curves = setting.runs.filter((run) => run.usable).map((run) => runCurve(run, kind));
    setting.cache.set(key, setting.epochs.map((_, i) => bandAt(report, curves.map((c) => c[i]), band, setting.folds)));
  }
  return setting.cache.get(key);
}

function bandAt(report, all, band, folds) {
  const values = all.filter(isNumber);
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1));
  return bandAround(report, mean, sd, n, band, folds);
}

// With folds runs share training samples: the variance of their mean is the one for folds, as in the tables.
function bandAround(report, mean, sd, n, band, folds) {
  const overlap = folds > 1 ? 1 / (folds - 1) : 0;
  if (n < 2 || band === "none") return { mean, low: mean, high: mean, n };
  const half = band === "sd" ? sd : sd * report.t95[n] * Math.sqrt(1 / n + overlap);
  return { mean, low: mean - half, high: mean + half, n };
}

// A sample of a setting's line.
function swatch(line) {
  return svg("svg", { class: "swatch", viewBox: "0 0 28 12", width: 28, height: 12, "aria-hidden": "true" },
    svg("line", { x1: 1, y1: 6, x2: 27, y2: 6, stroke: `var(${line.color})`, "stroke-width": 2.5,
      "stroke-dasharray": line.dash && line.dash.join(" ") }));
}

// A name keeps its direction of writing to itself, and may wrap behind what separates its parts; inside of these only
// where they are long.
function nameOf(setting) {
  const parts = setting.name.split(/(?<=[/+,])/).flatMap((part) =>
    (part.length > 12 ? part.split(/(?<=[._\-=])/) : [part]));
  return element("bdi", {}, ...parts.flatMap((part, i) => (i > 0 ? [element("wbr"), part] : [part])));
}

// The names as labels of at most `room` characters. Where one is too long, what all begin with is left out, and what
// is still too long loses its middle, cut where the labels stay different if there is such a place.
function shortNames(names, room) {
  if (names.every((name) => [...name].length <= room)) return names;
  const shared = sharedStart(names);
  const rest = names.map((name) => (shared > 3 ? "\u2026" + name.slice(shared) : name));
  const cut = (front) => rest.map((name) => withoutMiddle([...name], room, Math.round((room - 1) * front)));
  const cuts = [0.5, 0.75, 0.25, 1, 0].map(cut);
  const kinds = (labels) => new Set(labels).size;
  return cuts.reduce((best, labels) => (kinds(labels) > kinds(best) ? labels : best));
}

// How far all names agree, up to the end of a part of the name.
function sharedStart(names) {
  const first = names[0];
  let end = 0;
  while (end < first.length && names.every((name) => name[end] === first[end])) end++;
  while (end > 0 && !/[\s_\-/+=,]/.test(first[end - 1])) end--;
  return names.length > 1 ? end : 0;
}

function withoutMiddle(letters, room, front) {
  if (letters.length <= room) return letters.join("");
  return [...letters.slice(0, front), "\u2026", ...letters.slice(letters.length - (room - 1 - front))].join("");
}
