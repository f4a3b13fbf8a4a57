// Where settings vary a number: a final number against it, as lines with intervals or, for two such options, a heat
// map (a table with coloured cells, so that it can be read as well as seen).

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
  const state = { x: swept[0], shape: swept.length > 1 ? "heat" : "lines", metric: "gap", graph: null };
  const draw = () => {
    if (state.graph) state.graph.destroy();
    state.graph = null;
    if (swept.length < 2) state.shape = "lines";
    const metric = report.comparison.metrics.find((m) => m.key === state.metric);
    if (state.shape === "heat") byId("sweep-figure").replaceChildren(heatMap(report, metric, state.x,
      swept.find((key) => key !== state.x)));
    else sweepLines(report, metric, state, others(state.x));
  };
  const set = (name) => (value) => {
    state[name] = value;
    draw();
  };
  byId("sweep").hidden = false;
  byId("sweep-controls").append(
    chooser("Number", report.comparison.metrics.map((m) => [m.key, m.title]), state.metric, set("metric")),
    chooser("Across", swept.map((key) => [key, key]), state.x, set("x")));
  if (swept.length > 1) {
    byId("sweep-controls").append(chooser("As", [["heat", "heat map"], ["lines", "lines"]], state.shape, set("shape")));
  }
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

// The number of a setting as its table shows it, without its SD.
function meanText(report, setting, metric) {
  const text = report.tables.settings.rows[setting.index][report.shown.indexOf(metric.key) + 1];
  return numberText(text.split(/[ ,]/)[0]);
}

// Cells that several settings share (they differ in a third option) show the mean over these.
function heatMap(report, metric, x, y) {
  const cells = new Map();
  for (const setting of report.settings) {
    const key = optionNumber(setting, x) + " " + optionNumber(setting, y);
    const { mean } = setting.metrics[metric.key];
    if (isNumber(mean)) cells.set(key, [...(cells.get(key) || []), { mean, text: meanText(report, setting, metric) }]);
  }
  const drawn = new Map([...cells].map(([key, list]) => [key, joined(list)]));
  const means = [...drawn.values()].map((cell) => cell.mean);
  const axis = (key) => [...new Set(numbersOf(report, key))].sort((a, b) => a - b);
  const title = `${metric.title} by ${x} (across) and ${y} (down)${report.selection}`;
  const shared = [...cells.values()].some((list) => list.length > 1);
  const head = element("tr", {}, element("td", {}), ...axis(x).map((v) => element("th", { scope: "col" }, brief(v))));
  const lines = axis(y).map((v) => element("tr", {}, element("th", { scope: "row" }, brief(v)),
    ...axis(x).map((u) => heatCell(drawn.get(u + " " + v), Math.min(...means), Math.max(...means)))));
  const caption = element("caption", {}, title + (shared ? "; means over the settings that share a cell" : ""));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
    element("table", { class: "heat" }, caption, element("thead", {}, head), element("tbody", {}, ...lines)));
}

function joined(list) {
  const mean = list.reduce((sum, cell) => sum + cell.mean, 0) / list.length;
  return list.length > 1 ? { mean, text: brief(mean) } : list[0];
}

// A scale from light to dark blue, after cividis in that it rises in lightness alone.
function heatCell(drawn, low, high) {
  if (!drawn) return element("td", { class: "number" }, "\u2013");
  const part = high > low ? (drawn.mean - low) / (high - low) : 0;
  const mix = (from, to) => Math.round(from + (to - from) * part);
  const cell = element("td", { class: "number" }, drawn.text);
  cell.style.background = `rgb(${mix(236, 8)},${mix(244, 69)},${mix(250, 130)})`;
  cell.style.color = part > 0.55 ? "#fff" : "#10161c";
  return cell;
}
