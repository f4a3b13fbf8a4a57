// The final numbers as dots: every seed a small one, the mean a large one with its 95 % interval.

const DOT_HEIGHT = 290; // of the picture, where rows of 30 to 64 pixels fill it
const LETTER = 8; // about the width of a letter of a row's name
const LABEL_GAP = 20; // around a row's name
const DOTS_NARROW = 420; // narrower pictures have the name above its row
const DOTS_AT_ONCE = 14; // rows; more scroll

const NO_DOTS = ["best_epoch", "reach_epoch", "onset_epoch", "val_loss"]; // all other metrics have them

function makeDots(report, view) {
  const metrics = report.comparison.metrics.filter((m) => !NO_DOTS.includes(m.key));
  let metric = metrics.find((m) => m.key === report.comparison.primary) || metrics[0];
  const plot = element("div", { id: "dots-plot" });
  const choose = chooser("Shows", metrics.map((m) => [m.key, m.title]), metric.key, (key) => {
    metric = metricOf(report, key);
    redraw();
  });
  const note = element("p", { class: "muted small" });
  const heading = () => `${metric.title} at the end of training${report.selection}`;
  const save = saveButtons(() => dotPicture(shownSettings(report, view), metric, heading(), note.textContent));
  byId("charts").append(element("figure", { class: "card dots" },
    element("figcaption", { class: "with-control" },
      element("span", {}, "At the end of training" + report.selection), choose),
    plot, element("div", { class: "card-foot" }, note, save)));
  const alone = (settings) => settings.every((setting) => setting.usable < 2);
  const redraw = () => {
    const settings = shownSettings(report, view);
    const many = settings.length > DOTS_AT_ONCE;
    plot.replaceChildren(dotPlot(settings, metric, plot.clientWidth || 480));
    note.textContent = `Large: mean${alone(settings) ? "" : " with its 95\u00a0% interval"}. Small: each seed.`;
    nameSaved(save, heading());
    save.hidden = !plot.querySelector("svg");
    fill(plot, many ? { tabindex: 0, role: "region", "aria-label": heading() } : {}, []);
    if (!many) ["tabindex", "role", "aria-label"].forEach((name) => plot.removeAttribute(name));
  };
  view.listeners.push(redraw);
  redraw();
}

function dotPicture(settings, metric, heading, note) {
  return framedPicture(heading, (all, top) => {
    const plot = standalone(dotPlot(settings, metric, PICTURE.width - 18));
    plot.setAttribute("y", top);
    all.append(plot);
    return Number(plot.getAttribute("height"));
  }, [], note);
}

function dotPlot(settings, metric, width) {
  const rows = settings.map((setting) => ({ setting, number: setting.metrics[metric.key] }));
  const all = rows.flatMap(({ number }) => [...number.values, number.low, number.high]).filter(isNumber);
  if (all.length === 0) return element("p", { class: "empty muted" }, "No numbers to show.");
  if (metric.key === "gap") all.push(0);
  const narrow = width < DOTS_NARROW;
  const labels = shortNames(rows.map(({ setting }) => setting.name),
    Math.floor((narrow ? width - LABEL_GAP : Math.max(90, Math.min(300, width * 0.42))) / LETTER));
  const left = narrow ? LABEL_GAP / 2 : LABEL_GAP + Math.max(...labels.map(labelWidth));
  const [low, high] = padded(Math.min(...all), Math.max(...all));
  const x = (value) => left + ((value - low) / (high - low)) * (width - left - 16);
  const pitch = narrow ? 46 : Math.max(30, Math.min(64, (DOT_HEIGHT - 34) / rows.length));
  const height = rows.length * pitch + 34;
  const said = rows.map(({ setting, number }) => `${setting.name}: ${estimateText(number)}`).join("; ");
  const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${metric.title}. ${said}` });
  const ticks = roundTicks(low, high, Math.max(2, Math.floor((width - left) / 90)));
  ticks.forEach(({ v, label }) => picture.append(
    svg("line", { x1: x(v), x2: x(v), y1: 4, y2: height - 26, class: v === 0 ? "zero" : "grid" }),
    svg("text", { x: x(v), y: height - 8, class: "tick", "text-anchor": "middle" }, label)));
  const name = (index, middle) => svg("text", { class: "row-name", ...(narrow ? { x: 0, y: middle - 10 } :
    { x: left - LABEL_GAP / 2, y: middle + 4, "text-anchor": "end" }) }, labels[index]);
  rows.forEach((row, index) => {
    const middle = (index + 0.5) * pitch;
    picture.append(dotRow(row, name(index, middle), narrow ? middle + 6 : middle, x));
  });
  return picture;
}

function labelWidth(label) {
  return textWidth(label, "13px " + getComputedStyle(document.body).fontFamily); // as .row-name
}

function padded(low, high) {
  const pad = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low - pad, high + pad];
}

function estimateText(number) {
  if (!isNumber(number.mean)) return "no number";
  return brief(number.mean) + (isNumber(number.low) ? `, 95\u00a0% interval ${interval(number.low, number.high)}` : "");
}

function dotRow({ setting, number }, name, y, x) {
  const color = `var(${setting.color})`;
  const group = svg("g", {}, svg("title", {}, `${setting.name}: ${estimateText(number)}`), name);
  number.values.filter(isNumber).forEach((value) =>
    group.append(svg("circle", { cx: x(value), cy: y + 8, r: 2.5, fill: color, "fill-opacity": 0.55 })));
  if (isNumber(number.low)) {
    group.append(svg("line", { x1: x(number.low), x2: x(number.high), y1: y - 2, y2: y - 2, stroke: color,
      "stroke-width": 2.5 }));
  }
  if (isNumber(number.mean)) group.append(svg("circle", { cx: x(number.mean), cy: y - 2, r: 5, fill: color }));
  return group;
}
