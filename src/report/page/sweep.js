// Where settings vary a number: a final number against it, as lines with intervals.

const SWEEP_LINES = 14;
const SWEEP_BANDS = 6; // lines; of more, the intervals would hide each other

// Options with at least three different numbers over the settings.
function sweptOptions(report) {
  return report.comparison.options.filter((key) => new Set(numbersOf(report, key)).size >= 3);
}

function numbersOf(report, key) {
  return report.settings.map((setting) => optionNumber(setting, key)).filter(isNumber);
}

function optionNumber(setting, key) {
  const text = setting.options[key];
  return text === null || text === undefined || text === "" ? NaN : Number(text);
}

function makeSweep(report, view) {
  const swept = sweptOptions(report);
  if (swept.length === 0) return;
  const chart = { x: swept[0], metric: report.comparison.primary, graph: null, log: false, marked: true };
  chart.plot = element("div", { class: "plot", id: "sweep-plot", tabindex: 0, role: "img" });
  chart.titleNode = element("span");
  chart.names = element("p", { class: "line-names" });
  chart.save = saveButtons(() => linePicture(chart));
  const draw = () => drawSweep(report, view, chart);
  const set = (name) => (value) => {
    chart[name] = value;
    draw();
  };
  byId("sweep").hidden = false;
  byId("sweep-controls").append(
    chooser("Number", report.comparison.metrics.map((m) => [m.key, m.title]), chart.metric, set("metric")),
    chooser("Across", swept.map((key) => [key, key]), chart.x, set("x")));
  chart.noteNode = element("p", { class: "muted small" });
  byId("sweep-figure").append(element("figcaption", {}, chart.titleNode), chart.plot, chart.names,
    element("div", { class: "card-foot" }, chart.noteNode, chart.save));
  followKeys([chart], chart);
  view.listeners.push(draw);
  draw();
}

// The settings grouped into lines: those that agree in every other option.
function sweepGroups(report, x) {
  const { options } = report.comparison;
  const others = options.filter((key) => key !== x);
  const groups = new Map();
  for (const setting of report.settings) {
    if (!isNumber(optionNumber(setting, x))) continue;
    const name = others.map((key) => `${shortKey(key, options)} ${setting.options[key] ?? "\u2013"}`).join(", ") ||
      "all settings";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(setting);
  }
  return [...groups].map(([name, settings]) => ({ name, settings })).filter((group) => group.settings.length > 1)
    .slice(0, SWEEP_LINES).map((group, index) => dress({ ...group, index }, index));
}

function drawSweep(report, view, chart) {
  const metric = metricOf(report, chart.metric);
  const groups = sweepGroups(report, chart.x);
  const banded = groups.length <= SWEEP_BANDS && view.band !== "none";
  const xs = [...new Set(numbersOf(report, chart.x))].sort((a, b) => a - b);
  const wide = xs[0] > 0 && xs[xs.length - 1] / xs[0] >= 8;
  const place = (x) => (wide ? Math.log10(x) : x);
  const saidOf = (s) => `${s.options[chart.x]}: ${estimateText(s.metrics[metric.key])}`;
  const said = groups.map((g) => `${g.name}: ${g.settings.map(saidOf).join("; ")}`).join(". ");
  if (chart.graph) chart.graph.destroy();
  chart.title = `${metric.title} by ${chart.x}`;
  chart.heading = chart.title + report.selection;
  chart.ylabel = metric.title;
  chart.xlabel = chart.x;
  chart.epochs = xs.map(place);
  chart.xticks = xs.map((x) => ({ v: place(x), label: brief(x) }));
  chart.where = (at) => `${metric.title} at ${chart.x} ${brief(xs[chart.epochs.indexOf(at)])}`;
  chart.series = groups.map((g) => meanLine(g, xs.map((x) => sweepPoint(g, chart.x, x, metric, banded))));
  chart.note = `Each point: mean over the seeds${banded ? "; band: its 95\u00a0% interval" : ""}.`;
  chart.titleNode.textContent = chart.heading;
  chart.noteNode.textContent = groups.length ? chart.note : "";
  chart.plot.setAttribute("aria-label", `${chart.heading}. ${said}. ${BY_KEYS}`);
  nameSaved(chart.save, chart.title);
  chart.save.hidden = groups.length === 0;
  chart.names.replaceChildren(...groups.map((group) => element("span", {}, swatch(group), nameOf(group))));
  chart.graph = groups.length ? lineChart([chart], chart, reachRange(chart, [], Infinity)) : null;
  if (!chart.graph) {
    chart.plot.replaceChildren(element("p", { class: "empty muted" }, "No two settings differ in this option alone."));
  }
}

function sweepPoint(group, key, x, metric, banded) {
  const setting = group.settings.find((s) => optionNumber(s, key) === x);
  const number = setting && setting.metrics[metric.key];
  if (!number || !isNumber(number.mean)) return null;
  return banded ? [number.low ?? number.mean, number.mean, number.high ?? number.mean] : [number.mean, number.mean, number.mean];
}
