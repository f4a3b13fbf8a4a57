// What instruments saw: one value at a time, by epoch with a small chart for each layer, and by depth. Layers are counted
// by kind, so that settings of different stacks stand beside each other. Means over the usable runs, with the page's band.

const LAYERS_DRAWN = 12;
const WIDE_RANGE = 30; // between the lowest and the highest mean: then the axis is logarithmic by itself

function makeInstruments(report, view) {
  const { instruments } = report;
  if (!instruments) return;
  const state = { value: 0, kind: null, epoch: null, axis: "auto", graphs: [], depth: null };
  const more = element("span", { class: "more-controls" });
  const draw = () => drawInstruments(report, view, state);
  const renew = () => {
    more.replaceChildren(...instrumentChoosers(report, state, draw));
    draw();
  };
  state.numbers = folded("What they saw last, in numbers", () => instrumentNumbers(report, view, state.value));
  byId("instruments-numbers").append(state.numbers.details);
  byId("instruments").hidden = false;
  byId("instruments-controls").append(valueChooser(instruments, (index) => {
    state.value = index;
    renew();
  }), more);
  view.listeners.push(draw);
  renew();
}

// The values by the instrument that says them.
function valueChooser(instruments, onChange) {
  const select = element("select", { id: "instruments-value" });
  instruments.values.forEach(({ name, title, instrument }, index) => {
    const last = select.lastElementChild;
    const group = last && last.label === instrument ? last : element("optgroup", { label: instrument });
    group.append(element("option", { value: index }, `${title} (${name})`));
    select.append(group);
  });
  select.addEventListener("change", () => onChange(Number(select.value)));
  return element("label", {}, element("span", {}, "Value"), " ", select);
}

function kindName(kind) {
  return kind || "whole network";
}

function layerName([kind, nth]) {
  return kind ? `${kind} ${nth}` : "whole network";
}

// What hangs on the value: kinds of layers, epochs that the chart by depth may show, and the axis.
function instrumentChoosers(report, state, draw) {
  const value = report.instruments.values[state.value];
  const kinds = [...new Set(value.columns.map(([kind]) => kind))];
  const epochs = instrumentEpochs(report);
  if (!kinds.includes(state.kind)) state.kind = kinds[0];
  const set = (name, read) => (text) => {
    state[name] = read(text);
    draw();
  };
  const axes = [["auto", "as the values need"], ["linear", "linear"], ["log", "logarithmic"]];
  const of = kinds.length < 2 ? null :
    chooser("Layers", kinds.map((kind) => [kind, kindName(kind)]), state.kind, set("kind", String));
  state.depth = chooser("By depth at", [["last", "the last look"], ...epochs.map((epoch) => [epoch, `epoch ${epoch}`])],
    state.epoch ?? "last", set("epoch", (text) => (text === "last" ? null : Number(text))));
  return [of, state.depth, chooser("Axis", axes, state.axis, set("axis", String))].filter((node) => node);
}

function instrumentEpochs(report) {
  const all = report.instruments.settings.flatMap((own) => (own ? own.epochs : []));
  return [...new Set(all)].sort((a, b) => a - b);
}

function seriesAt(report, setting, value, column) {
  const own = report.instruments.settings[setting.index];
  return own && own.series.find(({ v, c }) => v === value && c === column);
}

// What a series says at the i-th epoch of its setting, and where each run looked last: { mean, sd, n }.
function saidAt(series, i) {
  return { mean: series.m[i], sd: series.s[i], n: typeof series.n === "number" ? series.n : series.n[i] };
}

function saidLast(series) {
  const [mean, sd, n] = series.e || [];
  return series.e ? { mean, sd, n } : saidAt(series, series.m.length - 1);
}

// As charts have it: [low, mean, high], or null.
function probePoint(report, view, setting, { mean, sd, n }, log) {
  if (!isNumber(mean)) return null;
  return drawable(bandAround(report, mean, sd ?? 0, n, view.band, setting.folds), log);
}

// At most so many of the columns, evenly chosen, the first and the last with them.
function fewColumns(columns, most) {
  if (columns.length <= most) return columns;
  return Array.from({ length: most }, (_, i) => columns[Math.round((i * (columns.length - 1)) / (most - 1))]);
}

function drawInstruments(report, view, state) {
  const value = report.instruments.values[state.value];
  const columns = value.columns.map((column, index) => ({ column, index })).filter(({ column }) => column[0] === state.kind);
  const shown = shownSettings(report, view).filter((setting) =>
    columns.some(({ index }) => seriesAt(report, setting, state.value, index)));
  state.graphs.forEach((graph) => graph.destroy());
  state.graphs = [];
  state.depth.style.display = columns.length > 1 ? "" : "none";
  byId("instruments-note").textContent = instrumentNote(report, value, columns);
  byId("instruments-names").replaceChildren(...shown.map((setting) => element("span", {}, swatch(setting), nameOf(setting))));
  state.numbers.renew();
  if (shown.length === 0) {
    byId("instruments-charts").replaceChildren(element("p", { class: "empty muted" },
      "No setting that is switched on says it."));
    return;
  }
  const log = state.axis === "log" || (state.axis === "auto" && spansWidely(report, state.value, columns, shown));
  const small = fewColumns(columns, LAYERS_DRAWN).map(({ column, index }) =>
    layerChart(report, view, state, shown, layerName(column), index, log));
  const deep = columns.length > 1 ? depthChart(report, view, state, shown, columns, log) : null;
  byId("instruments-charts").replaceChildren(...[...small, ...(deep ? [deep] : [])].map((chart) => chart.figure));
  const plot = (charts) => charts.forEach((chart) => {
    Object.assign(chart, { log, note: seedsNote(report, view, shown) });
    chart.graph = lineChart(charts, chart, probeRange(charts, log));
    state.graphs.push(chart.graph);
    followKeys(charts, chart);
  });
  plot(small);
  if (deep) plot([deep]);
}

function instrumentNote(report, value, columns) {
  const { left_out: left, thinned } = report.instruments;
  return [`${value.name} (${value.instrument}): ${value.title}.`,
    columns.length > LAYERS_DRAWN ? `By epoch ${LAYERS_DRAWN} of the ${columns.length} layers are drawn.` : "",
    thinned ? "Some epochs are left out." : "",
    left > 0 ? `${left} settings are left out; regrun compare --probe has them.` : ""].filter((s) => s).join(" ");
}

// Means that are all above 0, and far apart.
function spansWidely(report, value, columns, shown) {
  const means = shown.flatMap((setting) => columns.flatMap(({ index }) =>
    (seriesAt(report, setting, value, index) || { m: [] }).m)).filter(isNumber);
  return means.length > 0 && least(means) > 0 && greatest(means) / least(means) > WIDE_RANGE;
}

// `title` stands above the chart on the page, `heading` above its picture.
function probeFigure(title, heading, label, wide) {
  const chart = { title, heading, ylabel: heading.replace(/,.*/, ""), xlabel: "epoch" };
  chart.plot = element("div", { class: "plot", tabindex: 0, role: "img", "aria-label": label });
  chart.save = saveButtons(() => linePicture(chart));
  nameSaved(chart.save, heading);
  chart.figure = element("figure", { class: wide ? "card by-depth" : "card" },
    element("figcaption", { class: "with-control" }, element("span", {}, title), chart.save), chart.plot);
  return chart;
}

function layerChart(report, view, state, shown, name, column, log) {
  const { name: value } = report.instruments.values[state.value];
  const epochs = instrumentEpochs({ instruments: { settings: shown.map((s) => report.instruments.settings[s.index]) } });
  const row = new Map(epochs.map((epoch, index) => [epoch, index]));
  const series = shown.map((setting) => {
    const points = new Array(epochs.length).fill(null);
    const own = seriesAt(report, setting, state.value, column);
    report.instruments.settings[setting.index].epochs.forEach((epoch, i) => {
      if (own) points[row.get(epoch)] = probePoint(report, view, setting, saidAt(own, i), log);
    });
    return meanLine(setting, points);
  });
  const label = `${value} of ${name} by epoch. ${BY_KEYS}`;
  return Object.assign(probeFigure(name, `${value}, ${name}`, label), { epochs, series,
    where: (x) => `${value}, ${name}, epoch ${x}`, marked: epochs.length === 1 });
}

function depthChart(report, view, state, shown, columns, log) {
  const { name: value } = report.instruments.values[state.value];
  const at = state.epoch === null ? "the last look" : `epoch ${state.epoch}`;
  const series = shown.map((setting) => {
    const { epochs } = report.instruments.settings[setting.index];
    const i = epochs.indexOf(state.epoch);
    return meanLine(setting, columns.map(({ index }) => {
      const own = seriesAt(report, setting, state.value, index);
      const said = own && (state.epoch === null ? saidLast(own) : i >= 0 && saidAt(own, i));
      return said ? probePoint(report, view, setting, said, log) : null;
    }));
  });
  const label = `${value} by depth at ${at}. ${BY_KEYS}`;
  return Object.assign(probeFigure(`By depth, at ${at}`, `${value}, by depth at ${at}`, label, true), {
    epochs: columns.map(({ column }) => column[1]), series, marked: true,
    xlabel: `${state.kind} layer, from the input on`, where: (x) => `${value}, ${state.kind} ${x}, at ${at}` });
}

// Of bands what lies no further from the means than these reach.
function probeRange(charts, log) {
  const points = charts.flatMap(meanCurves).flat();
  if (points.length === 0) return null;
  const means = points.map((point) => point[1]);
  const [low, high] = [least(means), greatest(means)];
  if (log) return [low / 1.25, high * 1.25];
  const reach = high - low || Math.abs(high) || 1;
  return padded(Math.max(low - reach / 2, least(points.map((point) => point[0]))),
    Math.min(high + reach / 2, greatest(points.map((point) => point[2]))));
}

// The value at the last look, over all layers.
function instrumentNumbers(report, view, value) {
  const { columns, name } = report.instruments.values[value];
  const heads = [{ label: "setting" }, ...columns.map((column) => ({ label: layerName(column), numeric: true }))];
  const saying = shownSettings(report, view).filter((setting) =>
    columns.some((_, column) => seriesAt(report, setting, value, column)));
  const rows = saying.map((setting) => [nameCell(setting), ...columns.map((_, column) => {
    const own = seriesAt(report, setting, value, column);
    const { mean, sd } = own ? saidLast(own) : {};
    return { text: meanText(mean, sd), sort: isNumber(mean) ? mean : null };
  })]);
  return sortableTable(`${name} at the last look: mean (SD) over the seeds`, heads, rows);
}

function meanText(mean, sd) {
  if (!isNumber(mean)) return "\u2013";
  if (!isNumber(sd)) return brief(mean);
  if (sd === 0 || (Math.abs(mean) < 1e-4 && sd < 1e-4)) return `${brief(mean)} (${brief(sd)})`;
  const digits = decimalsFor(sd, mean);
  return `${fixed(mean, digits)} (${fixed(sd, digits)})`;
}
