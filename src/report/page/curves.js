// What was measured by epoch: for each setting that is shown its mean over the seeds with a band, and each seed where that
// is asked for. Every chart has a chooser of what it shows; all share settings, epochs and the epoch under the pointer.

// The charts, and what each shows at first: the key, or one for each of several targets, of which the first is taken. A
// chart of whose keys the logs have none is left out.
const CHARTS = [
  { id: "test", keys: ["test_loss"] },
  { id: "train", keys: ["train_loss"] },
  { id: "val", keys: ["val_loss"] },
  { id: "score", keys: ["test_acc", "test_rmse"] },
  { id: "gap", keys: ["gap"] },
];

function makeCurves(report, view) {
  const charts = CHARTS.map(({ id, keys }) => ({ id, drawn: firstDrawn(report, keys) })).filter(({ drawn }) => drawn)
    .map(({ id, drawn }) => curveChart(report, view, id, drawn));
  const redraw = () => drawCurves(report, view, charts);
  charts.forEach((chart) => {
    byId("charts").append(chart.figure);
    chart.choose = (key) => {
      chart.drawn = report.drawn.find((drawn) => drawn.key === key);
      redraw();
    };
    followKeys(charts, chart);
  });
  view.listeners.push(redraw);
  redraw();
}

function firstDrawn(report, keys) {
  return report.drawn.find(({ key }) => keys.some((wanted) => key === wanted || key.startsWith(wanted + "_")));
}

// The losses and their gap first.
function curveChoices(report) {
  const rank = ({ key, scale }) => (key === "gap" ? 1 : scale === "loss" && key.endsWith("_loss") ? 0 : 2);
  return [...report.drawn].sort((a, b) => rank(a) - rank(b)).map(({ key }) => [key, curveTitle(report, key)]);
}

function curveTitle(report, key) {
  if (key === "gap") return "Gap: test loss \u2212 train loss";
  const metric = metricOf(report, key);
  const title = (metric ? metric.title : key.replaceAll("_", " ")).replace(/^val /, "validation ");
  return title[0].toUpperCase() + title.slice(1);
}

function curveChart(report, view, id, drawn) {
  const chart = { id, drawn, graph: null, epochs: [], xlabel: "epoch" };
  chart.titleNode = element("span", { id: id + "-title" });
  chart.plot = element("div", { class: "plot", id: id + "-plot", tabindex: 0, role: "img" });
  chart.numbers = folded("The curves in numbers", () => curveNumbers(report, chart, shownSettings(report, view)));
  chart.save = saveButtons(() => linePicture(chart));
  chart.figure = element("figure", { class: "card" },
    element("figcaption", { class: "with-control" }, chart.titleNode,
      chooser("Shows", curveChoices(report), drawn.key, (key) => chart.choose(key))),
    chart.plot, element("div", { class: "card-foot" }, chart.numbers.details, chart.save));
  return chart;
}

function shownSettings(report, view) {
  return report.settings.filter((setting) => view.on.has(setting.index));
}

function drawCurves(report, view, charts) {
  const shown = shownSettings(report, view);
  const epochs = [...new Set(shown.flatMap((setting) => setting.epochs))].sort((a, b) => a - b);
  for (const chart of charts) {
    chart.title = curveTitle(report, chart.drawn.key);
    chart.heading = chart.title + report.selection;
    chart.note = seedsNote(report, view, shown);
    chart.log = chart.drawn.scale === "loss" && view.axis === "log";
    chart.titleNode.textContent = chart.heading;
    chart.plot.setAttribute("aria-label", `${chart.title} by epoch, ${count(shown.length, "setting")}. ${BY_KEYS}`);
    nameSaved(chart.save, chart.title);
    chart.epochs = epochs;
    chart.series = seriesOf(report, view, shown, chart, epochs);
    chart.numbers.renew();
    if (chart.graph) chart.graph.destroy();
    chart.graph = chart.series.length ? lineChart(charts, chart, curveRange(report, chart, shown)) : null;
    chart.save.hidden = !chart.graph;
    if (!chart.graph) chart.plot.replaceChildren(element("p", { class: "empty muted" }, "No setting is switched on."));
  }
}

// The lines of a chart: { setting, points: [low, mid, high] by row or null, color, width, dash, mean, usable }. A run
// that was left out of the comparison is in no mean; among the seeds it is drawn, with usable: false. One that stopped
// early counts on in the mean, but is drawn as far as it went.
function seriesOf(report, view, shown, chart, epochs) {
  const row = new Map(epochs.map((epoch, index) => [epoch, index]));
  const { key } = chart.drawn;
  const spread = (setting, values) => {
    const points = new Array(epochs.length).fill(null);
    values.forEach((value, i) => (points[row.get(setting.epochs[i])] = drawable(value, chart.log)));
    return points;
  };
  const seeds = shown.flatMap((setting) => (view.replicates ? setting.runs : []).map((run) => ({
    setting, dash: setting.dash, width: 1, color: withAlpha(colorOf(setting), 0.45), usable: run.usable,
    points: spread(setting, runCurve(run, key).slice(0, run.own).map(alone)),
  })));
  const means = shown.map((setting) => meanLine(setting, spread(setting, bandCurve(report, setting, key, view.band))));
  return [...seeds, ...means];
}

function meanLine(line, points) {
  return { setting: line, points, dash: line.dash, width: 2, color: colorOf(line), mean: true, usable: true };
}

// A single value as bandCurve gives means.
function alone(value) {
  return isNumber(value) ? { mean: value, low: value, high: value } : null;
}

// On a logarithmic axis a mean of 0 cannot be drawn.
function drawable(value, log) {
  return value === null || (log && value.mean <= 0) ? null : [value.low, value.mean, value.high];
}

// The points of each mean curve that has any.
function meanCurves(chart) {
  return chart.series.filter((s) => s.mean).map((s) => s.points.filter((point) => point))
    .filter((points) => points.length > 0);
}

// --- How far vertical axes go

function curveRange(report, chart, shown) {
  const { scale } = chart.drawn;
  if (scale === "loss") return lossRange(chart);
  if (scale === "gap") return reachRange(chart, [0], greatestStart(report, shown, ["test_loss", "train_loss"]));
  const range = reachRange(chart, [], Infinity);
  return range && scale === "share" ? [Math.max(range[0], -0.01), Math.min(range[1], 1.01)] : range;
}

// A run that explodes does not flatten the others: no further than three times the highest loss that a curve begins with.
const EXPLODED = 3;

function greatestStart(report, shown, keys) {
  const starts = shown.flatMap((setting) => keys.map((key) => bandCurve(report, setting, key, "none")
    .find((point) => point))).filter((point) => point).map((point) => point.mean);
  return EXPLODED * greatest(starts);
}

function lossRange(chart) {
  const curves = meanCurves(chart);
  if (curves.length === 0) return null;
  const means = curves.flat().map((point) => point[1]);
  const low = least(means);
  const high = Math.min(greatest(means), EXPLODED * greatest(curves.map((points) => points[0][1])));
  return chart.log ? [low / 1.25, high * 1.25] : [0, high * 1.05];
}

// The means, and what must be there; of bands and seeds what lies no further from these than they reach.
function reachRange(chart, must, most) {
  const means = meanCurves(chart).flat().map((point) => point[1]);
  if (means.length === 0) return null;
  const inside = (value) => Math.max(-most, Math.min(most, value));
  const [low, high] = [inside(least([...means, ...must])), inside(greatest([...means, ...must]))];
  const reach = high - low || Math.abs(high) || 1;
  const around = chart.series.filter((s) => s.usable).flatMap((s) => s.points.filter((point) => point));
  const bottom = Math.max(low - reach, Math.min(low, least(around.map((point) => point[0]))));
  const top = Math.min(high + reach, Math.max(high, greatest(around.map((point) => point[2]))));
  return padded(inside(bottom), inside(top));
}

// What the chart says, for those who cannot see it.
function curveNumbers(report, chart, shown) {
  const { columns, rows } = report.tables[chart.drawn.key];
  const heads = columns.map((label, i) => ({ label, numeric: i > 0 }));
  const lines = shown.map((setting) => [nameCell(setting),
    ...rows[setting.index].slice(1).map((text) => numberCell(text, Number(text)))]);
  return sortableTable(`${chart.title}: mean over the seeds${report.selection}`, heads, lines);
}
