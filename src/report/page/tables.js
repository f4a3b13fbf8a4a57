// Tables that sort by a click on a column's head, or by Enter on it, and whose columns can be chosen. At first those are
// shown that fit beside each other, from the left; what is left out can be switched on.

const RANKED_FROM = 8; // settings, as in the terminal
const CHOOSER_FROM = 6; // columns
const FIT_LEAST = 640; // pixels that columns are fitted to on anything narrower, where the table scrolls

// columns: { label, help, numeric, wraps, keep }; rows: arrays of cells { text, sort, help, node, exact, words }. `wraps`:
// the heading may wrap. `sort` is a number or a text; cells without one go last either way. `words`: a sentence, which
// may wrap. `keep`: the column stays where others make room.
// `first`: the column that it is sorted by at first, { index, ascending }; null: as the rows come. `whole`: all columns are
// shown at first.
function sortableTable(caption, columns, rows, first, whole) {
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
  const box = framed(caption, null, [element("tr", {}, ...heads)], body);
  if (columns.length < CHOOSER_FROM) return box;
  return element("div", {}, columnChooser(columns, heads, lines.map((line) => line.node), box, whole), box);
}

// A table with its caption, in a box that it scrolls in where it is too wide; the caption stays.
function framed(caption, kind, heads, body) {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element("table", { class: kind }, element("caption", {}, element("span", {}, caption)),
      element("thead", {}, ...heads), body));
}

// A box for each column but the first; until one of them is used, the columns go by the width that there is.
function columnChooser(columns, heads, rows, box, whole) {
  const summary = element("summary");
  const checks = columns.map(() => element("input", { type: "checkbox" }));
  const labels = columns.map(({ label }, index) => element("label", { class: "check" }, checks[index], " ", label));
  const show = (index, on) => {
    checks[index].checked = on;
    [heads[index], ...rows.map((row) => row.children[index])].forEach((cell) => (cell.hidden = !on));
  };
  const tell = () => {
    summary.textContent = `Columns: ${checks.filter((check) => check.checked).length} of ${columns.length} shown`;
  };
  const watch = fittedColumns(columns, heads, box, show, tell);
  checks.forEach((check, index) => check.addEventListener("change", () => {
    watch.disconnect();
    show(index, check.checked);
    tell();
  }));
  columns.forEach((_, index) => show(index, true));
  tell();
  if (!whole) watch.observe(box);
  return element("details", { class: "columns" }, summary,
    element("div", { class: "column-boxes", role: "group", "aria-label": "Columns that are shown" }, ...labels.slice(1)));
}

// Shows as many columns as the box has room for, now and whenever its width changes.
function fittedColumns(columns, heads, box, show, tell) {
  let fitted = 0;
  const fit = () => {
    const width = Math.max(box.clientWidth, FIT_LEAST);
    if (box.clientWidth === 0 || width === fitted) return;
    fitted = width;
    columns.forEach((_, index) => show(index, true));
    const widths = heads.map((head) => head.offsetWidth);
    let excess = widths.reduce((a, b) => a + b, 0) - width;
    for (let i = columns.length - 1; i > 1 && excess > 0; i--) {
      if (columns[i].keep || heads[i].hasAttribute("aria-sort")) continue;
      show(i, false);
      excess -= widths[i];
    }
    tell();
  };
  return new ResizeObserver(() => requestAnimationFrame(fit));
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
  const { primary } = report.comparison;
  const { better } = metricOf(report, primary);
  const index = report.shown.indexOf(primary) + 1;
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
  return sortableTable("summary.csv", columns, rows, null, true);
}
