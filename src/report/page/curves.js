// Loss and gap by epoch, drawn by dygraphs: for each setting that is shown its mean over the seeds with a band, and
// each seed where that is asked for. The charts share settings, epochs and the epoch under the pointer.

const CHARTS = [
  { id: "test", title: "Test loss", kind: () => "test_loss", loss: true },
  {
    id: "train", kind: (view) => view.train, loss: true,
    title: (view) => (view.train === "train_loss" ? "Train loss" : "Running loss"),
  },
  { id: "val", title: "Validation loss", kind: () => "val_loss", loss: true, validation: true },
  { id: "gap", title: "Gap: test loss \u2212 train loss", kind: () => "gap", loss: false },
];

function titleOf(chart, view) {
  return typeof chart.title === "string" ? chart.title : chart.title(view);
}

function makeCurves(report, view) {
  const charts = CHARTS.filter((chart) => !chart.validation || report.tables.val_loss).map((chart) => curveFigure(chart));
  charts.forEach((chart) => byId("charts").append(chart.figure));
  const redraw = () => drawCurves(report, view, charts);
  charts.forEach((chart) => followKeys(view, charts, chart));
  view.listeners.push(redraw);
  redraw();
}

function curveFigure(chart) {
  const title = element("figcaption", { id: chart.id + "-title" });
  const plot = element("div", {
    class: "plot", id: chart.id + "-plot", tabindex: 0, role: "img", "aria-describedby": chart.id + "-numbers",
  });
  const numbers = element("div", { id: chart.id + "-numbers" });
  const more = element("details", {}, element("summary", {}, "The curves in numbers"), numbers);
  return { ...chart, titleNode: title, plot, numbers, graph: null, epochs: [],
    figure: element("figure", { class: "card" }, title, plot, more) };
}

function shownSettings(report, view) {
  return report.settings.filter((setting) => view.on.has(setting.index));
}

function drawCurves(report, view, charts) {
  const shown = shownSettings(report, view);
  const epochs = [...new Set(shown.flatMap((setting) => setting.epochs))].sort((a, b) => a - b);
  for (const chart of charts) {
    const title = titleOf(chart, view);
    chart.titleNode.textContent = title + report.selection;
    chart.plot.setAttribute("aria-label", `${title} by epoch, ${shown.length} settings. Left and right arrow keys ` +
      "read the values at an epoch.");
    chart.epochs = epochs;
    chart.series = seriesOf(report, view, shown, chart, epochs);
    chart.numbers.replaceChildren(curveNumbers(report, chart.kind(view), title, shown));
  }
  for (const chart of charts) {
    if (chart.graph) chart.graph.destroy();
    chart.graph = chart.series.length ? drawChart(view, charts, chart) : null;
    if (!chart.graph) chart.plot.replaceChildren(element("p", { class: "empty muted" }, "No setting is switched on."));
  }
}

// The lines of a chart: { setting, points: [low, mid, high] by row or null, color, width, dash, mean, usable }. A run
// that was left out of the comparison is in no mean; among the seeds it is drawn, with usable: false. One that stopped
// early counts on in the mean, but is drawn as far as it went.
function seriesOf(report, view, shown, chart, epochs) {
  const row = new Map(epochs.map((epoch, index) => [epoch, index]));
  const log = chart.loss && view.axis === "log";
  const spread = (setting, values) => {
    const points = new Array(epochs.length).fill(null);
    values.forEach((value, i) => (points[row.get(setting.epochs[i])] = drawable(value, log)));
    return points;
  };
  const seeds = shown.flatMap((setting) => (view.replicates ? setting.runs : []).map((run) => ({
    setting, dash: setting.dash, width: 1, color: withAlpha(colorOf(setting), 0.45), usable: run.usable,
    points: spread(setting, runCurve(run, chart.kind(view)).slice(0, run.own).map(alone)),
  })));
  const means = shown.map((setting) => ({
    setting, dash: setting.dash, width: 2, color: colorOf(setting), mean: true, usable: true,
    points: spread(setting, bandCurve(report, setting, chart.kind(view), view.band)),
  }));
  return [...seeds, ...means];
}

// A single value as bandCurve gives means.
function alone(value) {
  return isNumber(value) ? { mean: value, low: value, high: value } : null;
}

// On a logarithmic axis a mean of 0 cannot be drawn, and a band that reaches below 0 is cut far down.
function drawable(value, log) {
  if (value === null || (log && value.mean <= 0)) return null;
  return log ? [Math.max(value.low, value.mean / 1e3), value.mean, value.high] : [value.low, value.mean, value.high];
}

// The points of each mean curve that has any.
function meanCurves(chart) {
  return chart.series.filter((s) => s.mean).map((s) => s.points.filter((point) => point))
    .filter((points) => points.length > 0);
}

// How far up axes go: a run that explodes does not flatten the others. Three times the highest loss that a curve of
// these charts begins with.
function highestShown(charts) {
  const starts = charts.filter((chart) => chart.loss).flatMap(meanCurves).map((points) => points[0][1]);
  return 3 * Math.max(...starts);
}

function lossRange(chart, view) {
  const curves = meanCurves(chart);
  if (curves.length === 0) return null;
  const means = curves.flat().map((point) => point[1]);
  const low = least(means);
  const high = Math.min(greatest(means), highestShown([chart]));
  return view.axis === "log" ? [low / 1.25, high * 1.25] : [0, high * 1.05];
}

function rangeOf(view, charts, chart) {
  return chart.loss ? lossRange(chart, view) : gapRange(chart, highestShown(charts));
}

// Zero and the means; of bands and seeds what lies no further from these than they reach.
function gapRange(chart, most) {
  const means = meanCurves(chart).flat().map((point) => point[1]);
  if (means.length === 0) return null;
  const inside = (value) => Math.max(-most, Math.min(most, value));
  const [low, high] = [inside(least([...means, 0])), inside(greatest([...means, 0]))];
  const reach = high - low || 1;
  const around = chart.series.filter((s) => s.usable).flatMap((s) => s.points.filter((point) => point));
  const bottom = Math.max(low - reach, Math.min(low, least(around.map((point) => point[0]))));
  const top = Math.min(high + reach, Math.max(high, greatest(around.map((point) => point[2]))));
  return padded(inside(bottom), inside(top));
}

function drawChart(view, charts, chart) {
  return lineChart(view, charts, chart, chart.loss && view.axis === "log", rangeOf(view, charts, chart));
}

// Also of charts over something else than epochs: these have `xlabel`, `where` (what the tip says of a place) and
// `marked` (each point is).
function lineChart(view, charts, chart, log, range) {
  const names = chart.series.map((_, index) => "c" + index); // names of settings never reach the library
  return new Dygraph(chart.plot, chart.epochs.map((epoch, i) => [epoch, ...chart.series.map((s) => s.points[i])]), {
    labels: ["epoch", ...names],
    series: Object.fromEntries(chart.series.map((s, i) => [names[i],
      { color: s.color, strokeWidth: s.width, strokePattern: s.dash, highlightCircleSize: s.mean ? 3.5 : 0 }])),
    customBars: true, fillAlpha: 0.16, connectSeparatedPoints: true, legend: "never", animatedZooms: false,
    logscale: log, valueRange: range, xRangePad: chart.marked ? 14 : 4, drawPoints: Boolean(chart.marked), pointSize: 3,
    interactionModel: pointerOnly(), pixelRatio: sharpness(), xlabel: chart.xlabel || "epoch", xLabelHeight: 20,
    gridLineColor: themeColor("--grid"), axisLineColor: themeColor("--axis"), gridLineWidth: 1,
    axes: { x: { axisLabelFormatter: (x) => (Number.isInteger(x) ? String(x) : ""), pixelsPerLabel: 45,
      ...(chart.marked ? { ticker: () => placeTicks(chart.epochs) } : {}) },
      y: { ticker: verticalTicks(log), axisLabelWidth: 52 } },
    highlightCallback: (event, x) => hover(view, charts, chart, x, event),
    unhighlightCallback: () => endHover(charts),
  });
}

// Canvas pixels for one of the page's: a printer shows finer lines than the screen.
function sharpness() {
  return document.documentElement.classList.contains("paper") ? 3 : null;
}

// Dragging zooms and a double click goes back; touches are left to the browser, so that a phone can scroll.
function pointerOnly() {
  const { mousedown, willDestroyContextMyself, dblclick } = Dygraph.defaultInteractionModel;
  return { mousedown, willDestroyContextMyself, dblclick };
}

function hover(view, charts, chart, epoch, event) {
  const row = chart.epochs.indexOf(epoch);
  for (const other of charts) {
    if (other !== chart && other.graph && other.graph.getSelection() !== row) other.graph.setSelection(row);
  }
  showTip(tipLines(chart, row), whereOf(chart, view, epoch), event.clientX, event.clientY);
}

function whereOf(chart, view, x) {
  return chart.where ? chart.where(x) : `${titleOf(chart, view)} at epoch ${x}`;
}

function endHover(charts) {
  charts.forEach((chart) => chart.graph && chart.graph.clearSelection());
  byId("tip").hidden = true;
}

// The means at a row, highest first as the lines lie; at most fourteen.
function tipLines(chart, row) {
  return chart.series.filter((s) => s.mean && s.points[row])
    .map((s) => ({ setting: s.setting, point: s.points[row] }))
    .sort((a, b) => b.point[1] - a.point[1]).slice(0, 14);
}

function tipText(point) {
  return brief(point[1]) + (point[2] > point[0] ? ` (${interval(point[0], point[2])})` : "");
}

function showTip(lines, title, x, y) {
  const tip = byId("tip");
  const rows = lines.map(({ setting, point }) => element("tr", {}, element("td", {}, swatch(setting)),
    element("td", { class: "tip-name" }, nameOf(setting)), element("td", { class: "number" }, tipText(point))));
  tip.replaceChildren(element("strong", {}, title), element("table", {}, ...rows));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = x + 16 + box.width > innerWidth ? x - 16 - box.width : x + 16;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, Math.min(y + 12, innerHeight - box.height - 4)) + "px";
}

// Arrow keys move along the epochs of a focused chart, and what the tip shows is read out.
function followKeys(view, charts, chart) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
  chart.plot.addEventListener("keydown", (event) => {
    if (!chart.graph || (!(event.key in steps) && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") return endHover(charts);
    const last = chart.epochs.length - 1;
    const row = Math.max(0, Math.min(last, chart.graph.getSelection() + steps[event.key]));
    charts.forEach((other) => other.graph.setSelection(row));
    const title = whereOf(chart, view, chart.epochs[row]);
    const lines = tipLines(chart, row);
    const box = chart.plot.getBoundingClientRect();
    showTip(lines, title, box.left + chart.graph.toDomXCoord(chart.epochs[row]), box.top + 20);
    byId("live").textContent = title + ": " + lines.map((l) => `${l.setting.name} ${brief(l.point[1])}`).join(", ");
  });
  chart.plot.addEventListener("blur", () => endHover(charts));
}

// What the chart says, for those who cannot see it.
function curveNumbers(report, kind, title, shown) {
  const { columns, rows } = report.tables[kind];
  const heads = columns.map((label, i) => ({ label, numeric: i > 0 }));
  const lines = shown.map((setting) => [nameCell(setting),
    ...rows[setting.index].slice(1).map((text) => numberCell(text, Number(text)))]);
  return sortableTable(`${title}: mean over the seeds${report.selection}`, heads, lines);
}
