// The comparison with the baseline in numbers: differences, matched fit, main effects and interactions.

// What the columns of a table of differences mean, and what they sort by.
const DIFFERENCE_COLUMNS = [
  { by: "mean", help: "Setting minus baseline, mean over the seeds that both have" },
  { by: "low", help: "Paired t interval of the difference" },
  { by: "noise_floor", help: "What two disjoint halves of one setting's seeds differ by" },
  { by: "p", help: "Paired t test, two-sided" },
  { by: "p_holm", help: "Holm's correction over all comparisons by this number" },
  { by: "p_max_t", help: "Step-down max-T over joint sign flips; from 6 seeds on" },
  { by: "p_permutation", help: "Sign-flip permutation; from 6 seeds on" },
  { by: "effect", help: "Hedges' g of the paired differences" },
];

function showAgainst(report) {
  const compared = report.comparison.compared.map((key) => metricOf(report, key));
  if (report.settings.length < 2) return;
  const draw = (key) => byId("against-table").replaceChildren(differenceTable(report, key));
  byId("against").hidden = false;
  byId("against-note").textContent = `Baseline: ${report.settings[report.baseline].name}. Negative differences mean ` +
    "that the setting's number is the lower one.";
  byId("against-controls").append(chooser("Number", compared.map((m) => [m.key,
    report.comparison.families[m.key].exploratory ? `${m.title} (exploratory)` : m.title]), compared[0].key, draw));
  draw(compared[0].key);
  byId("matched").append(matchedTable(report));
}

function rivalsOf(report) {
  return report.settings.filter((setting) => setting.index !== report.baseline);
}

// The rivals that the tables of the comparison have rows of, in their order: those that saw the baseline's data.
function pairedOf(report) {
  return rivalsOf(report).filter((setting) => setting.against.other_data === null);
}

// The terminal's table has a row for each setting and compared number.
function differenceRow(report, setting, key) {
  const { compared } = report.comparison;
  return report.tables.differences.rows[pairedOf(report).indexOf(setting) * compared.length + compared.indexOf(key)];
}

// The rows of one number. The terminal's last column, the pairs, is left to the verdict, which says how many were left
// out; of the two corrected p there is the one that verdicts go by.
function differenceTable(report, key) {
  const { columns } = report.tables.differences;
  const corrected = report.comparison.families[key].verdict_by;
  const shown = DIFFERENCE_COLUMNS.map((column, i) => ({ ...column, at: i + 2 }))
    .filter(({ by }) => (by !== "p_holm" && by !== "p_max_t") || by === corrected);
  const heads = shown.map(({ at, help }) => ({ label: sentence(columns[at]), help, numeric: true }));
  const lines = rivalsOf(report).map((setting) => {
    const row = differenceRow(report, setting, key);
    const d = setting.against[key];
    return [nameCell(setting), ...shown.map(({ by, at }) => numberCell(row ? row[at] : "-", d[by])),
      wordsCell(d.words)];
  });
  return sortableTable(`Difference of ${metricOf(report, key).title}, paired by seed${report.selection}`,
    [{ label: "setting" }, ...heads, { label: "verdict", keep: true }], lines);
}

function wordsCell(words) {
  return { text: sentence(words), sort: words, words: true };
}

// What matched fit says. That it is not corrected stands once beside all of it.
function matchedWords(setting) {
  return setting.against.matched.words.replace("; not Holm-corrected", "");
}

function matchedTable(report) {
  const { title, columns, rows } = report.tables.matched;
  const heads = columns.slice(0, 5).map((label, i) => ({ label, numeric: i > 0, wraps: true })); // the words say the last
  const lines = pairedOf(report).map((setting, index) => {
    const { equal_loss: loss, equal_steps: steps, train_loss: at, steps: step } = setting.against.matched;
    const sorts = [loss.mean, at, steps.mean, step];
    return [nameCell(setting), ...sorts.map((value, i) => numberCell(rows[index][i + 1], value)),
      wordsCell(matchedWords(setting))];
  });
  return sortableTable(`${sentence(title)}. A slow learner must not pass for a regularized one; intervals are not ` +
    "Holm-corrected.", [...heads, { label: "in words", keep: true }], lines);
}

function effectsOf(report) {
  return report.comparison.factorial ? report.comparison.factorial.effects : [];
}

function showFactorial(report) {
  const effects = effectsOf(report);
  if (effects.length === 0) return;
  const { title, columns, rows } = report.tables.effects;
  const heads = columns.map((label, i) => ({ label, numeric: i > 0 }));
  const lines = effects.map((effect, index) => [{ text: effect.label, sort: effect.label },
    numberCell(rows[index][1], effect.gap.mean), numberCell(rows[index][2], effect.test_loss.mean),
    wordsCell(effect.words)]);
  byId("factorial").hidden = false;
  byId("factorial-table").append(sortableTable(sentence(title), [...heads, { label: "in words", keep: true }], lines));
}
