// Small helpers: elements and numbers. Text goes in as text only (textContent), so that no name can become markup.

// element("p", { class: "muted", id: "x" }, "text" or node, ...)
function element(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

// A <select> with its label; `choices` are [value, text] pairs.
function chooser(label, choices, value, onChange) {
  const select = element("select", {}, ...choices.map(([v, text]) => element("option", { value: v }, text)));
  select.value = value;
  select.addEventListener("change", () => onChange(select.value));
  return element("label", {}, element("span", {}, label), " ", select);
}

// A <details> that is filled when it is opened, and by renew() anew: { details, renew }.
function folded(summary, make) {
  const body = element("div");
  const details = element("details", {}, element("summary", {}, summary), body);
  let stale = true;
  const fill = () => {
    if (!details.open || !stale) return;
    stale = false;
    body.replaceChildren(make());
  };
  details.addEventListener("toggle", fill);
  return { details, renew() {
    stale = true;
    fill();
  } };
}

// Of lists too long to be arguments of Math.min and Math.max; of none, the infinities, as those.
function least(values) {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function greatest(values) {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

// "1 seed", "3 seeds".
function count(n, word) {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

// A number with the true minus sign, to `digits` decimals; what rounds to zero has no sign, and from 10^7 on there is
// an exponent, as in the terminal's table.
function fixed(value, digits) {
  if (Math.abs(value) >= 1e7) return brief(value);
  const text = value.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "\u2212");
}

// About four significant digits, for axes and hover values.
function brief(value) {
  if (!isNumber(value)) return "\u2013";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2).replace(/\.?0*e\+?/, "e").replaceAll("-", "\u2212");
  return String(Number(value.toPrecision(4))).replace("-", "\u2212");
}

// The decimals that an uncertainty lets stand: two digits of one that begins with 1.00 to 3.54, one digit of any other
// (the Particle Data Group's rule, as in the terminal's table).
function decimalsFor(uncertainty, value) {
  const size = uncertainty > 0 ? uncertainty : Math.abs(value) / 1000;
  if (!(size > 0)) return 0;
  const power = Math.floor(Math.log10(size));
  const digits = size / 10 ** power < 3.545 ? 1 - power : -power;
  return Math.min(12, Math.max(0, digits));
}

// "0.40 to 0.43", with the digits that its width allows.
function interval(low, high) {
  if (!isNumber(low) || !isNumber(high)) return "\u2013";
  const digits = decimalsFor((high - low) / 4, high);
  return fixed(low, digits) + " to " + fixed(high, digits);
}

// Numbers as the program wrote them for a table, with the true minus sign; "-" alone stands for none.
function numberText(text) {
  return text === "-" ? "\u2013" : text.replace(/(^|[ (])-(?=[\d.])/g, "$1\u2212").replace(/</g, "<\u00a0");
}

// A sentence of the comparison whose "95 % CI" stays on one line, with the true minus sign.
function sentence(words) {
  return words.replace(/(^|[ (])-(?=[\d.])/g, "$1\u2212")
    .replace(/(\d) %( CI\b)?/g, (_, digit, ci) => `${digit}\u00a0%${ci ? "\u00a0CI" : ""}`);
}
