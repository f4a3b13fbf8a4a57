// Tables that sort by a click on a column's head, or by Enter on it.

// columns: { label, help, numeric, wraps }; rows: arrays of cells { text, sort, help, node, exact, words }. `wraps`:
// the heading may wrap. `sort` is a number or a text; cells without one go last either way. `words`: a sentence, which
// may wrap.
function sortableTable(caption, columns, rows) {
  const body = element("tbody");
  const heads = columns.map((column, index) => {
    const button = element("button", { type: "button", title: column.help }, column.label);
    const kinds = [column.numeric && "number", column.wraps && "wraps"].filter((kind) => kind).join(" ");
    const head = element("th", { scope: "col", class: kinds || null }, button);
    button.addEventListener("click", () => sortBy(index, head.getAttribute("aria-sort") !== "ascending"));
    return head;
  });
  const lines = rows.map((row) => ({ row, node: tableRow(columns, row) }));

  function sortBy(index, ascending) {
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[index].setAttribute("aria-sort", ascending ? "ascending" : "descending");
    lines.sort((a, b) => compareCells(a.row[index].sort, b.row[index].sort, ascending));
    body.append(...lines.map((line) => line.node));
  }

  body.append(...lines.map((line) => line.node));
  const table = element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads)), body);
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, table);
}

function tableRow(columns, row) {
  return element("tr", {}, ...row.map((cell, index) => {
    const tag = index === 0 ? "th" : "td";
    return element(tag, {
      scope: index === 0 ? "row" : null, class: cell.words ? "words" : columns[index].numeric ? "number" : null,
      title: cell.help,
      "data-exact": cell.exact,
    }, cell.node, cell.text);
  }));
}

function compareCells(a, b, ascending) {
  const missing = (v) => v === null || v === undefined || Number.isNaN(v);
  if (missing(a) || missing(b)) return missing(a) - missing(b);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return ascending ? order : -order;
}

// The last part of a dotted key, as far as that tells it from the other keys.
function shortKey(key, keys) {
  const last = (text) => text.slice(text.lastIndexOf(".") + 1);
  return keys.filter((other) => last(other) === last(key)).length > 1 ? key : last(key);
}

function nameCell(setting) {
  return { node: element("span", { class: "name" }, swatch(setting), nameOf(setting)), sort: setting.name };
}

function numberCell(value, text, help) {
  return { text, sort: isNumber(value) ? value : null, help };
}

// The main table: one row per setting. Means and spreads are those of summary.csv, shown with the digits that the
// spread allows; the exact text is the cell's tooltip and stands in the folded table.
function settingsTable(report) {
  const columns = [{ label: "setting", help: "Name of the setting" }];
  const metrics = report.comparison.metrics;
  metrics.forEach((metric) => columns.push({ label: metric.title, help: metric.key, numeric: true }));
  columns.push({ label: "seeds", help: "Runs that the numbers rest on", numeric: true });
  columns.push({ label: "diverged", help: "Runs that diverged and are left out", numeric: true });
  const options = report.comparison.options;
  options.forEach((key) => columns.push({ label: shortKey(key, options), help: "Varied option " + key }));
  const rows = report.settings.map((setting) => [
    nameCell(setting),
    ...metrics.map((metric) => summaryCell(setting, metric)),
    { text: String(setting.usable), sort: setting.usable, help: "seeds " + setting.seeds.join(", ") },
    { text: setting.summary.diverged, sort: Number(setting.summary.diverged), exact: setting.summary.diverged },
    ...options.map((key) => optionCell(setting.options[key])),
  ]);
  return sortableTable("Each setting over its seeds: mean \u00b1 SD", columns, rows);
}

function optionCell(text) {
  const shown = text === null || text === undefined ? "\u2013" : text;
  return { text: shown, sort: shown !== "" && Number.isFinite(Number(shown)) ? Number(shown) : shown };
}

function summaryCell(setting, metric) {
  const mean = setting.summary[metric.key + "_mean"];
  const sd = setting.summary[metric.key + "_sd"];
  const never = setting.metrics[metric.key].never;
  const exact = mean + ";" + sd;
  if (mean === "nan") return { text: never > 0 ? "never" : "\u2013", sort: null, exact };
  return {
    text: withSpread(Number(mean), Number(sd)) + (never > 0 ? ` (${never} never)` : ""), sort: Number(mean), exact,
    help: `mean ${mean}, SD ${sd}`,
  };
}

// summary.csv as it stands, every digit.
function summaryTable(report) {
  const [header, ...rows] = report.summaryRows;
  const columns = header.map((label, index) => ({ label, numeric: index > 0 }));
  const cells = rows.filter((row) => row.length === header.length).map((row) => row.map((text, index) => {
    if (index === 0) return { text, sort: text };
    return { text, sort: Number.isNaN(Number(text)) ? null : Number(text) };
  }));
  return sortableTable("summary.csv", columns, cells);
}
