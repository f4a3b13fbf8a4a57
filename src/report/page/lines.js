// A chart of lines with bands, drawn by dygraphs, read by pointer and keys. A chart is { plot, title, heading, epochs,
// series, log, xlabel, graph, floor }: `epochs` are the places along its horizontal axis, `series` what seriesOf of
// curves.js gives, `floor` where the vertical axis begins. It may have `where`, what the tip says of a place; `marked`,
// each point is; `xticks`, its horizontal ticks.

function lineChart(charts, chart, range) {
  const names = chart.series.map((_, index) => "c" + index); // names of settings never reach the library
  const pad = chart.marked ? 14 : 4;
  chart.floor = range && range[0];
  const rows = chart.epochs.map((epoch, i) => [epoch, ...chart.series.map((s) => onAxis(chart, s.points[i]))]);
  return new Dygraph(chart.plot, rows, {
    labels: ["epoch", ...names],
    series: Object.fromEntries(chart.series.map((s, i) => [names[i],
      { color: s.color, strokeWidth: s.width, strokePattern: s.dash, highlightCircleSize: s.mean ? 3.5 : 0 }])),
    customBars: true, fillAlpha: BAND_ALPHA, connectSeparatedPoints: true, legend: "never", animatedZooms: false,
    logscale: chart.log, valueRange: range, xRangePad: pad, rightGap: RIGHT_GAP, drawPoints: Boolean(chart.marked), pointSize: 3,
    interactionModel: pointerOnly(), pixelRatio: sharpness(), xlabel: chart.xlabel, xLabelHeight: 20,
    gridLineColor: themeColor("--grid"), axisLineColor: themeColor("--axis"), gridLineWidth: 1,
    axes: { x: { axisLabelFormatter: (x) => (Number.isInteger(x) ? String(x) : ""), pixelsPerLabel: 45,
      axisLabelWidth: 2 * (pad + RIGHT_GAP) - 4, ...(chart.marked ? { ticker: () => markedTicks(chart) } : {}) },
      y: { ticker: verticalTicks(chart.log), axisLabelWidth: 52 } },
    highlightCallback: (event, x) => hover(charts, chart, x, event),
    unhighlightCallback: () => endHover(charts),
  });
}

const BAND_ALPHA = 0.16;
const RIGHT_GAP = 14; // pixels right of the axes, where half of the last label stands
const BY_KEYS = "Left and right arrow keys read the values.";

// A band that reaches to 0 or below ends at the axis there where that is logarithmic, and there alone: its edge must not
// fall at the epochs beside, as in scripts/plot.py.
function onAxis(chart, point) {
  return point && chart.log && point[0] <= 0 ? [chart.floor, point[1], point[2]] : point;
}

function markedTicks(chart) {
  return chart.xticks || placeTicks(chart.epochs);
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

function hover(charts, chart, epoch, event) {
  const row = chart.epochs.indexOf(epoch);
  for (const other of charts) {
    if (other !== chart && other.graph && other.graph.getSelection() !== row) other.graph.setSelection(row);
  }
  showTip(tipLines(chart, row), whereOf(chart, epoch), event.clientX, event.clientY);
}

function whereOf(chart, x) {
  return chart.where ? chart.where(x) : `${chart.title} at epoch ${x}`;
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
function followKeys(charts, chart) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
  chart.plot.addEventListener("keydown", (event) => {
    if (!chart.graph || (!(event.key in steps) && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") return endHover(charts);
    const last = chart.epochs.length - 1;
    const row = Math.max(0, Math.min(last, chart.graph.getSelection() + steps[event.key]));
    charts.forEach((other) => other.graph.setSelection(row));
    const title = whereOf(chart, chart.epochs[row]);
    const lines = tipLines(chart, row);
    const box = chart.plot.getBoundingClientRect();
    showTip(lines, title, box.left + chart.graph.toDomXCoord(chart.epochs[row]), box.top + 20);
    byId("live").textContent = title + ": " + lines.map((l) => `${l.setting.name} ${brief(l.point[1])}`).join(", ");
  });
  chart.plot.addEventListener("blur", () => endHover(charts));
}
