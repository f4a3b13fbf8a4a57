// Verdicts in words, one card a setting: the primary metric's first, then what is exploratory, alike verdicts together.

const VERDICTS_SHOWN = innerWidth < 640 ? 3 : 9; // cards; beyond the first ones they are folded away

const TONES = {
  better: ["\u2713", "better"],
  worse: ["\u2717", "worse"],
  none: ["\u2248", "no difference"],
  same: ["=", "the same"],
  few: ["?", "too few seeds"],
};

function showVerdicts(report) {
  const rivals = rivalsOf(report).sort((a, b) => report.order.indexOf(a.index) - report.order.indexOf(b.index));
  if (rivals.length === 0) return;
  const cards = (some) => element("div", { class: "cards" }, ...some.map((setting) => verdictCard(report, setting)));
  const more = rivals.slice(VERDICTS_SHOWN);
  byId("verdicts").hidden = false;
  byId("verdicts-note").replaceChildren(...verdictsNote(report));
  byId("verdict-list").append(cards(rivals.slice(0, VERDICTS_SHOWN)));
  if (more.length > 0) {
    byId("verdict-list").append(folded(count(more.length, "more setting"), () => cards(more)).details);
  }
  const together = effectsOf(report).filter((effect) => effect.order > 1 && effect.gap.low * effect.gap.high > 0);
  if (together.length > 0) {
    byId("verdict-list").append(element("ul", { class: "together" },
      ...together.slice(0, VERDICTS_SHOWN).map((effect) => element("li", {}, sentence(effect.words)))));
  }
}

function verdictsNote(report) {
  const { primary, compared, correction, families_words: families } = report.comparison;
  return ["Each setting against the baseline ", element("b", {}, nameOf(report.settings[report.baseline])),
    `, seed by seed, with 95\u00a0% intervals${correction ? " for folds" : ""}; `, families || "no verdicts",
    ". The primary metric is ", element("b", {}, metricOf(report, primary).title),
    compared.length > 1 ? "; the others are exploratory" : "",
    ". The line on matched fit is not Holm-corrected."];
}

function toneOf(report, key, difference) {
  if (difference.verdict === "too_few") return "few";
  if (difference.verdict === "none" || difference.verdict === "same") return difference.verdict;
  const higher = metricOf(report, key).better === "higher";
  return (difference.verdict === "more") === higher ? "better" : "worse";
}

// Every card has these four parts, so that they stand side by side in all of a row, however long their names are.
function verdictCard(report, setting) {
  const [primary, ...others] = report.comparison.compared.map((key) => verdictOf(report, setting, key));
  const compared = setting.against.other_data === null;
  const matched = compared && matchedWords(setting);
  return element("article", { class: "card verdict" }, element("h3", {}, swatch(setting), nameOf(setting)),
    verdictPart("primary", [primary]), verdictPart("exploratory", compared ? others : []),
    element("p", { class: "muted small" }, matched ? "Matched fit: " + sentence(matched) : null));
}

// A verdict: how it stands, what it says without its numbers, and these as the table has them, which has no row where
// data differ.
function verdictOf(report, setting, key) {
  const difference = setting.against[key];
  const { title } = metricOf(report, key);
  const words = difference.words.replace(/^exploratory: /, "");
  const end = words.lastIndexOf(` (${title}`);
  const row = differenceRow(report, setting, key);
  const left = difference.left_out > 0 ? `; ${count(difference.n, "seed")}, ${difference.left_out} left out` : "";
  const interval = difference.n > 1 ? ` (${numberText(row[3])})`.replaceAll(" to ", "\u00a0to\u00a0") : "";
  return { tone: toneOf(report, key, difference), says: end < 0 ? words : words.slice(0, end),
    numbers: row ? title + (difference.n > 0 ? ` ${numberText(row[2])}${interval}${left}` : "") : null };
}

function verdictPart(name, verdicts) {
  const alike = new Map();
  verdicts.forEach(({ tone, says, numbers }) => {
    if (!alike.has(says)) alike.set(says, { tone, says, numbers: [] });
    if (numbers) alike.get(says).numbers.push(numbers);
  });
  const lines = [...alike.values()].map(({ tone, says, numbers }) => element("li", { class: tone },
    element("span", { class: "tone", role: "img", "aria-label": TONES[tone][1] }, TONES[tone][0]),
    element("div", {}, element("p", {}, sentence(says)),
      ...numbers.map((text) => element("p", { class: "muted small" }, text)))));
  return element("div", { class: name }, ...(lines.length ? [element("p", { class: "overline" }, name),
    element("ul", {}, ...lines)] : []));
}
