// What each class is taken for: a setting's confusion matrix, mean over its seeds, as a table with coloured cells; of
// many classes, the pairs that are confused most. And of several settings the recall of each class.

const MATRIX_CLASSES = 20; // more are no table that anybody reads
const PAIRS_SHOWN = 30;

function makeClasses(report) {
  const told = report.settings.filter((setting) => setting.classes);
  if (told.length === 0) return;
  const draw = (index) => {
    const setting = report.settings[index];
    const many = setting.classes.names.length > MATRIX_CLASSES;
    byId("classes-figure").replaceChildren(many ? confusedPairs(setting) : confusionTable(setting));
  };
  const first = told.includes(report.settings[report.baseline]) ? report.baseline : told[0].index;
  byId("classes").hidden = false;
  byId("classes-note").textContent = "Of the test samples of each class, how many per cent are taken for which class: " +
    "at the last evaluation, mean over the seeds. The recall is the share that is right.";
  byId("classes-controls").append(chooser("Setting", told.map((setting) => [setting.index, setting.name]), first, draw));
  draw(first);
  const inMatrix = told.length === 1 && told[0].classes.names.length <= MATRIX_CLASSES;
  if (!inMatrix) byId("recall").append(recallTable(report));
}

// Per cent with one digit; what never happened is a plain 0.
function percent(share) {
  return isNumber(share) ? (share === 0 ? "0" : fixed(100 * share, 1)) : "\u2013";
}

function seedsText(setting) {
  const { runs } = setting.classes;
  return `mean over ${count(runs, "seed")}`;
}

// The root of the share, so that a few per cent of mistakes show beside what is right.
function confusionCell(share) {
  return heatCell(isNumber(share) ? { mean: Math.sqrt(share), text: percent(share) } : null, 0, 1);
}

function confusionTable(setting) {
  const { names, share, recall_sd: sd } = setting.classes;
  const title = `Confusion of ${setting.name}, in per cent: ${seedsText(setting)}`;
  const name = (text, scope) => element("th", { scope, class: "class-name" }, element("bdi", {}, text));
  const heads = [element("tr", {}, element("th", { rowspan: 2, scope: "col" }, "class"),
    element("th", { colspan: names.length, scope: "colgroup" }, "taken for"),
    element("th", { rowspan: 2, scope: "col", class: "number" }, "recall (SD)")),
  element("tr", {}, ...names.map((text) => name(text, "col")))];
  const recall = (k) => percent(share[k][k]) + (isNumber(sd[k]) ? ` (${fixed(100 * sd[k], 1)})` : "");
  const rows = names.map((text, k) => element("tr", {}, name(text, "row"), ...share[k].map(confusionCell),
    element("td", { class: "number" }, recall(k))));
  return framed(title, "heat confusion", heads, element("tbody", {}, ...rows));
}

function confusedPairs(setting) {
  const { names, share } = setting.classes;
  const pairs = share.flatMap((row, k) => row.map((part, other) => ({ k, other, part })))
    .filter(({ k, other, part }) => k !== other && part > 0).sort((a, b) => b.part - a.part).slice(0, PAIRS_SHOWN);
  const columns = [{ label: "class" }, { label: "taken for" }, { label: "per cent of its samples", numeric: true },
    { label: "its recall", numeric: true }];
  return sortableTable(`What ${setting.name} confuses most: ${seedsText(setting)}`, columns,
    pairs.map(({ k, other, part }) => [{ text: names[k], sort: names[k] }, { text: names[other], sort: names[other] },
      { text: percent(part), sort: part }, { text: percent(share[k][k]), sort: share[k][k] }]));
}

// Its numbers are as the terminal shows them, and the longer side goes down: so many settings, or so many classes.
function recallTable(report) {
  const { title, rows } = report.tables.recall;
  const told = report.settings.filter((setting) => setting.classes);
  const { names } = told[0].classes;
  const settings = told.filter(({ classes }) => JSON.stringify(classes.names) === JSON.stringify(names));
  const cell = (i, k) => numberCell(rows[i][k + 1], settings[i].classes.share[k][k]);
  const head = (label) => ({ label, numeric: true, wraps: label.length > 12 });
  if (settings.length >= names.length) {
    return sortableTable(title, [{ label: "setting" }, ...names.map(head)],
      settings.map((setting, i) => [nameCell(setting), ...names.map((_, k) => cell(i, k))]));
  }
  return sortableTable(title, [{ label: "class" }, ...settings.map((setting) => head(setting.name))],
    names.map((name, k) => [{ text: name, sort: name }, ...settings.map((_, i) => cell(i, k))]));
}
