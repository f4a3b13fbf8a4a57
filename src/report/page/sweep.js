// Where settings vary a number: a final number against it, as lines with intervals.

const SWEEP_LINES = 14;

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
  const others = (key) => report.comparison.options.filter((o) => o !== key);
  const state = { x: swept[0], metric: "gap", graph: null };
  const draw = () => {
    if (state.graph) state.graph.destroy();
    state.graph = null;
    sweepLines(report, report.comparison.metrics.find((m) => m.key === state.metric), state, others(state.x));
  };
  const set = (name) => (value) => {
    state[name] = value;
    draw();
  };
  byId("sweep").hidden = false;
  byId("sweep-controls").append(
    chooser("Number", report.comparison.metrics.map((m) => [m.key, m.title]), state.metric, set("metric")),
    chooser("Across", swept.map((key) => [key, key]), state.x, set("x")));
  view.listeners.push(draw);
  draw();
}

// The settings grouped into lines: those that agree in every other option.
function sweepGroups(report, x, others) {
  const groups = new Map();
  for (const setting of report.settings) {
    if (!isNumber(optionNumber(setting, x))) continue;
    const name = others.map((key) => `${key} ${setting.options[key] ?? "\u2013"}`).join(", ") || "all settings";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(setting);
  }
  return [...groups].map(([name, settings]) => ({ name, settings })).filter((group) => group.settings.length > 1)
    .slice(0, SWEEP_LINES).map((group, index) => dress({ ...group, index }, index));
}

function sweepLines(report, metric, state, others) {
  const groups = sweepGroups(report, state.x, others);
  const xs = [...new Set(numbersOf(report, state.x))].sort((a, b) => a - b);
  const title = `${metric.title} by ${state.x}${report.selection}`;
  const saidOf = (s) => `${s.options[state.x]}: ${estimateText(s.metrics[metric.key])}`;
  const said = groups.map((g) => `${g.name}: ${g.settings.map(saidOf).join("; ")}`).join(". ");
  const plot = element("div", { class: "plot", id: "sweep-plot", role: "img", "aria-label": `${title}. ${said}` });
  const legend = element("p", { class: "line-names" }, ...groups.map((group) =>
    element("span", {}, swatch(group), nameOf(group))));
  byId("sweep-figure").replaceChildren(element("figcaption", {}, title), plot, legend);
  if (groups.length === 0) {
    plot.append(element("p", { class: "empty muted" }, "No two settings differ in this option alone."));
    return;
  }
  const wide = xs.length >= 3 && xs[0] > 0 && xs[xs.length - 1] / xs[0] >= 8;
  const place = (x) => (wide ? Math.log10(x) : x);
  state.graph = new Dygraph(plot, xs.map((x) => [place(x), ...groups.map((g) => sweepPoint(g, state.x, x, metric))]), {
    labels: ["x", ...groups.map((g) => "g" + g.index)], customBars: true, legend: "never", fillAlpha: 0.16,
    connectSeparatedPoints: true, drawPoints: true, pointSize: 3.5, strokeWidth: 2, xRangePad: 14, yRangePad: 10,
    series: Object.fromEntries(groups.map((g) => ["g" + g.index, { color: colorOf(g), strokePattern: g.dash }])),
    interactionModel: pointerOnly(), pixelRatio: sharpness(), xlabel: state.x, xLabelHeight: 20,
    gridLineColor: themeColor("--grid"), axisLineColor: themeColor("--axis"),
    axes: { x: { ticker: () => xs.map((x) => ({ v: place(x), label: brief(x) })) },
      y: { ticker: verticalTicks(false), axisLabelWidth: 52 } },
    highlightCallback: (event, _, points, row) => showTip(groups.map((g) =>
      ({ setting: g, point: sweepPoint(g, state.x, xs[row], metric) })).filter((l) => l.point),
    `${metric.title} at ${state.x} ${brief(xs[row])}`, event.clientX, event.clientY),
    unhighlightCallback: () => (byId("tip").hidden = true),
  });
}

function sweepPoint(group, key, x, metric) {
  const setting = group.settings.find((s) => optionNumber(s, key) === x);
  const number = setting && setting.metrics[metric.key];
  if (!number || !isNumber(number.mean)) return null;
  return [number.low ?? number.mean, number.mean, number.high ?? number.mean];
}
