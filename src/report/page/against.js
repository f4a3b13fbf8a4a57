// The comparison with the baseline in numbers: differences, matched fit, main effects and interactions.

const DIFFERENCE_COLUMNS = [
  { label: "setting" },
  { label: "difference", help: "Setting minus baseline, mean over the seeds that both have", numeric: true },
  { label: "95\u00a0% interval", help: "Paired t interval of the difference", numeric: true },
  { label: "p", help: "Paired t test, two-sided", numeric: true },
  { label: "p (Holm)", help: "Corrected over all comparisons of this page", numeric: true },
  { label: "p (flips)", help: "Sign-flip permutation; from 6 seeds on", numeric: true },
  { label: "effect", help: "Hedges' g of the paired differences", numeric: true },
  { label: "noise floor", help: "What two disjoint halves of one setting's seeds differ by", numeric: true },
  { label: "verdict" },
];

function showAgainst(report) {
  const compared = report.comparison.compared.map((key) => report.comparison.metrics.find((m) => m.key === key));
  if (report.settings.length < 2) return;
  const draw = (key) => byId("against-table").replaceChildren(differenceTable(report, key));
  byId("against").hidden = false;
  byId("against-note").textContent = `Baseline: ${report.settings[report.baseline].name}. Negative differences mean ` +
    "that the setting's number is the lower one.";
  byId("against-controls").append(chooser("Number", compared.map((m) => [m.key, m.title]), compared[0].key, draw));
  draw(compared[0].key);
  byId("matched").append(matchedTable(report));
}

function rivalsOf(report) {
  return report.settings.filter((setting) => setting.index !== report.baseline);
}

function differenceTable(report, key) {
  const title = report.comparison.metrics.find((m) => m.key === key).title;
  const rows = rivalsOf(report).map((setting) => {
    const d = setting.against[key];
    return [nameCell(setting), differenceCell(d), intervalCell(d), numberCell(d.p, pValue(d.p)),
      numberCell(d.p_holm, pValue(d.p_holm)), numberCell(d.p_permutation, pValue(d.p_permutation)),
      numberCell(d.effect, isNumber(d.effect) ? fixed(d.effect, 2) : "\u2013"),
      numberCell(d.noise_floor, brief(d.noise_floor)), wordsCell(d.words)];
  });
  return sortableTable(`Difference of ${title}, paired by seed`, DIFFERENCE_COLUMNS, rows);
}

function wordsCell(words) {
  return { text: sentence(words), sort: words, words: true };
}

function differenceCell(d) {
  if (!isNumber(d.mean)) return numberCell(d.mean, "\u2013");
  const digits = decimalsFor(isNumber(d.low) ? (d.high - d.low) / 4 : 0, d.mean);
  return numberCell(d.mean, signed(d.mean, digits), String(d.mean));
}

function intervalCell(d) {
  return numberCell(d.low, interval(d.low, d.high));
}

function matchedTable(report) {
  const columns = [{ label: "setting" },
    { label: "gap difference at equal train loss", numeric: true, wraps: true },
    { label: "95\u00a0% interval", numeric: true },
    { label: "train loss", help: "Where the two are held against each other", numeric: true },
    { label: "gap difference at equal steps", numeric: true, wraps: true },
    { label: "95\u00a0% interval", numeric: true },
    { label: "in words" }];
  const rows = rivalsOf(report).map((setting) => {
    const { equal_loss: loss, equal_steps: steps, train_loss: at, words } = setting.against.matched;
    return [nameCell(setting), differenceCell(loss), intervalCell(loss), numberCell(at, brief(at)),
      differenceCell(steps), intervalCell(steps), wordsCell(words)];
  });
  return sortableTable("Matched fit: a slow learner must not pass for a regularized one. Intervals are not corrected " +
    "for the number of comparisons.", columns, rows);
}

function effectsOf(report) {
  return report.comparison.factorial ? report.comparison.factorial.effects : [];
}

function showFactorial(report) {
  const effects = effectsOf(report);
  if (effects.length === 0) return;
  const interval95 = { label: "95\u00a0% interval", numeric: true };
  const columns = [{ label: "effect" }, { label: "on the gap", numeric: true }, interval95,
    { label: "on test loss", numeric: true }, interval95, { label: "in words" }];
  const rows = effects.map((effect) => [{ text: effect.label, sort: effect.label }, differenceCell(effect.gap),
    intervalCell(effect.gap), differenceCell(effect.test_loss), intervalCell(effect.test_loss),
    wordsCell(effect.words)]);
  byId("factorial").hidden = false;
  byId("factorial-table").append(sortableTable("Where settings cross", columns, rows));
}
