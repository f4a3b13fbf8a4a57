// What the configs expected, and the verdicts.

const EXPECTED_TONES = { supported: ["\u2713", "better"], refuted: ["\u2717", "worse"], "cannot tell": ["?", "few"] };

function showExpected(report) {
  const { expectations, expectations_words } = report.comparison;
  if (!expectations) return;
  byId("expected").hidden = false;
  byId("expected-note").textContent = `${expectations_words}. Each is the difference of its two sides, seed by seed, with ` +
    "a 95\u00a0% interval.";
  byId("expected-list").append(...expectations.map(({ say, that, verdict, words }) => {
    const [mark, tone] = EXPECTED_TONES[verdict];
    return element("li", { class: tone },
      element("p", {}, element("span", { class: "tone" }, `${mark} ${verdict}`), " ", say),
      say === that ? null : element("p", {}, element("code", {}, that)),
      element("p", { class: "muted" }, sentence(words)));
  }));
}
