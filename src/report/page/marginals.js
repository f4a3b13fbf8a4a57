// What each swept option does, as the mean over all settings that share a value of it, and what two do together, as heat
// maps: tables with coloured cells, so that they can be read as well as seen.

const MARGINALS_FROM = 9; // settings; of fewer, only where an option has three values

function makeMarginals(report) {
  const { marginals, pairs, metrics, primary } = report.comparison;
  const worth = report.settings.length >= MARGINALS_FROM || marginals.some((option) => option.levels.length > 2);
  if (marginals.length === 0 || !worth) return;
  const draw = (key) => {
    const metric = metricOf(report, key);
    byId("marginals-tables").replaceChildren(marginalTable(report, marginals, metric));
    byId("marginals-pairs").replaceChildren(...pairs.map((pair) => heatMap(report, pair, metric)));
  };
  byId("marginals").hidden = false;
  byId("marginals-note").textContent = marginalsNote(marginals, pairs);
  byId("marginals-controls").append(chooser("Number", metrics.map((m) => [m.key, m.title]), primary, draw));
  draw(primary);
}

const BALANCE = { crossed: "", matched: " +", confounded: " *" };

function marginalsNote(marginals, pairs) {
  const seeds = marginals[0].seeds;
  const has = (balance) => [...marginals, ...pairs].some((item) => item.balance === balance);
  return [`Means over the other options and ${count(seeds, "seed")}; intervals are over the seeds, ` +
    "differences paired by seed.",
  has("matched") ? "+: over the settings whose other options stand with every value; the rest is left out." : "",
  has("confounded") ? "*: confounded: settings differ in other options, too." : ""].filter((text) => text).join(" ");
}

// One table for all options, as in the terminal.
function marginalTable(report, marginals, metric) {
  const head = ["option", "value", metric.title, "95\u00a0% interval", "minus the first value", "95\u00a0% interval",
    "settings"];
  const name = (option) => shortKey(option.option, report.comparison.options) + BALANCE[option.balance];
  const rows = marginals.flatMap((option) => option.levels.map((level, i) => {
    const { mean, low, high, difference, difference_low, difference_high } = level.metrics[metric.key];
    const whose = element("th", { scope: "rowgroup", rowspan: option.levels.length, class: "option" }, name(option));
    return element("tr", {}, i > 0 ? null : whose,
      element("th", { scope: "row" }, level.label),
      ...[...estimated(mean, low, high, ""), ...estimated(difference, difference_low, difference_high, "+"),
        String(level.settings)].map((text) => element("td", { class: "number" }, text)));
  }));
  const heads = head.map((text, i) => element("th", { scope: "col", class: i > 1 ? "number" : null }, text));
  return framed(`${metric.title}: marginal means${report.selection}`, "marginal", [element("tr", {}, ...heads)],
    element("tbody", {}, ...rows));
}

// A mean and its interval, with the digits that half of the interval allows; `plus` stands before what is above 0.
function estimated(mean, low, high, plus) {
  const known = isNumber(low) && isNumber(high);
  const digits = decimalsFor(known ? (high - low) / 2 : NaN, mean);
  const text = (value) => (value > 0 ? plus : "") + fixed(value, digits);
  return [isNumber(mean) ? text(mean) : "\u2013", known ? text(low) + " to " + text(high) : "\u2013"];
}

function heatMap(report, pair, metric) {
  const { marginals, options } = report.comparison;
  const levels = (key) => marginals.find((option) => option.option === key).levels.map((level) => level.label);
  const cells = pair.metrics[metric.key];
  const numbers = cells.flat().filter(isNumber);
  const low = least(numbers), high = greatest(numbers);
  const digits = (mean) => decimalsFor((high - low) / 50, mean); // those that let the cells be told apart
  const [across, down] = [pair.across, pair.down].map((key) => shortKey(key, options));
  const caption = `${metric.title} by ${down} (down) and ${across} (across)${BALANCE[pair.balance]}; the darker, the ` +
    `larger${report.selection}`;
  const rows = levels(pair.down).map((label, row) => element("tr", {}, element("th", { scope: "row" }, label),
    ...cells[row].map((mean) => heatCell(isNumber(mean) && { mean, text: fixed(mean, digits(mean)) }, low, high))));
  const names = levels(pair.across);
  return framed(caption, "heat", [
    element("tr", {}, element("th", { scope: "col", rowspan: 2 }, down),
      element("th", { scope: "colgroup", colspan: names.length }, across)),
    element("tr", {}, ...names.map((label) => element("th", { scope: "col", class: "number" }, label)))],
  element("tbody", {}, ...rows));
}

const HEAT_FROM = [236, 244, 250], HEAT_TO = [8, 69, 130];
const WHITE_BELOW = 0.179; // here black and white stand out alike, 4.6 to 1

// By WCAG's definition.
function luminance(color) {
  const [r, g, b] = color.map((c) => (c <= 10 ? c / 3295 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// A scale from light to dark blue, after cividis in that it rises in lightness alone; the number stands in the cell.
function heatCell(drawn, low, high) {
  if (!drawn) return element("td", { class: "number" }, "\u2013");
  const part = high > low ? (drawn.mean - low) / (high - low) : 0;
  const color = HEAT_FROM.map((from, i) => Math.round(from + (HEAT_TO[i] - from) * part));
  const cell = element("td", { class: "number" }, drawn.text);
  cell.style.background = `rgb(${color.join(",")})`;
  cell.style.color = luminance(color) > WHITE_BELOW ? "#000" : "#fff";
  return cell;
}
