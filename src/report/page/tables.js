// Tables that sort by a click on a column's head, or by Enter on it.

const RANKED_FROM = 8; // settings, as in the terminal

// columns: { label, help, numeric, wraps }; rows: arrays of cells { text, sort, help, node, exact, words }. `wraps`:
// the heading may wrap. `sort` is a number or a text; cells without one go last either way. `words`: a sentence, which
// may wrap.
// `first`: the column that it is sorted by at first, { index, ascending }; null: as the rows come.
function sortableTable(caption, columns, rows, first) {
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
  if (first) sortBy(first.index, first.ascending);
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

// A number of a table as the program wrote it; `value`: what it sorts by.
function numberCell(text, value, help) {
  return { text: numberText(text), sort: isNumber(value) ? value : null, help };
}

// The main table: one row per setting, its numbers as the terminal shows them; the pointer shows every digit.
function settingsTable(report) {
  const { title, columns, rows } = report.tables.settings;
  const { shown } = report;
  const options = report.comparison.options;
  const heads = columns.map((label, i) => ({ label, numeric: i > 0, help: shown[i - 1] || label }));
  heads[heads.length - 1].help = "Runs that the numbers rest on";
  heads.push({ label: "diverged", help: "Runs that diverged and are left out", numeric: true });
  heads.push({ label: "learned nothing", help: "Runs that count and whose train loss ended no better than that of a constant",
    numeric: true });
  options.forEach((key) => heads.push({ label: shortKey(key, options), help: "Varied option " + key }));
  const lines = report.settings.map((setting, index) => [
    nameCell(setting),
    ...shown.map((key, k) => estimateCell(setting.metrics[key], rows[index][k + 1])),
    numberCell(rows[index][shown.length + 1], setting.usable, "seeds " + setting.seeds.join(", ")),
    numberCell(String(setting.diverged), setting.diverged),
    numberCell(String(setting.learned_nothing ?? "-"), setting.learned_nothing),
    ...options.map((key) => optionCell(setting.options[key])),
  ]);
  return sortableTable(title, heads, lines, rankedBy(report));
}

// Many settings stand by the primary metric, the best first, as in the terminal.
function rankedBy(report) {
  const [key] = report.comparison.compared;
  const { better } = report.comparison.metrics.find((metric) => metric.key === key);
  const index = report.shown.indexOf(key) + 1;
  return report.settings.length > RANKED_FROM && index > 0 ? { index, ascending: better !== "higher" } : null;
}

function estimateCell(number, text) {
  const exact = [number.mean, number.sd].map((x) => x ?? "nan");
  return { ...numberCell(text, number.mean, `mean ${exact[0]}, SD ${exact[1]}`), exact: exact.join(";") };
}

function optionCell(text) {
  const shown = text === null || text === undefined ? "\u2013" : text;
  return { text: shown, sort: shown !== "" && Number.isFinite(Number(shown)) ? Number(shown) : shown };
}

// What summary.csv holds, every digit.
function summaryTable(report) {
  const selected = report.settings.some((setting) => setting.selected_on_test);
  const columns = [{ label: "setting" }, ...["seeds", "diverged", "learned_nothing",
    ...(selected ? ["selected_on_test"] : [])].map((label) => ({ label, numeric: true }))];
  const metrics = report.comparison.metrics.map((metric) => metric.key);
  metrics.forEach((key) => ["mean", "sd", "values"].forEach((part) =>
    columns.push({ label: `${key}_${part}`, numeric: true })));
  const whole = (value) => ({ text: String(value ?? "nan"), sort: isNumber(value) ? value : null });
  const list = (values) => whole(values.map((value) => value ?? "nan").join(" "));
  const rows = report.settings.map((setting) => [{ text: setting.name, sort: setting.name }, list(setting.seeds),
    whole(setting.diverged), whole(setting.learned_nothing ?? ""),
    ...(selected ? [whole(setting.selected_on_test ? "yes" : "no")] : []),
    ...metrics.map((key) => setting.metrics[key]).flatMap(({ mean, sd, values }) =>
      [whole(mean), whole(sd), list(values)])]);
  return sortableTable("summary.csv", columns, rows);
}
