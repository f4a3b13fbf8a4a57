// Puts the page together once the document is there.

const THEMES = ["", "light", "dark"]; // "": as the system
const VERDICTS_SHOWN = innerWidth < 640 ? 3 : 8;

document.addEventListener("DOMContentLoaded", () => {
  const report = readReport();
  const view = newView(report);
  showHead(report);
  showUnfinished(report);
  showTheme(view);
  showExpected(report);
  showVerdicts(report);
  showLegend(report, view);
  showControls(report, view);
  makeCurves(report, view);
  makeInstruments(report, view);
  makeDots(report, view);
  makeSweep(report, view);
  makeMarginals(report);
  byId("table").append(settingsTable(report));
  byId("table-note").textContent = "Click a heading to sort. Hold the pointer over a number for all its digits.";
  byId("guessing").textContent = report.comparison.guessing || "";
  showTuning(report);
  showAverages(report);
  makeClasses(report);
  showAgainst(report);
  showFactorial(report);
  showFiles(report);
  rankingFirst(report);
  followPaper(view);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
});

function showHead(report) {
  const names = report.experiments.map((x) => x.name);
  const questions = [...new Set(report.experiments.map((x) => x.about).filter((about) => about))];
  const seeds = Math.max(...report.settings.map((setting) => setting.seeds.length));
  const epochs = Math.max(...report.settings.map((setting) => setting.epochs[setting.epochs.length - 1]));
  const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  byId("experiment").textContent = names.join(" \u00b7 ");
  const claims = report.experiments.map((x) => x.claim).filter((claim) => claim);
  const heads = [...claims, ...questions];
  byId("question").textContent = heads[0] || names.join(" and ");
  byId("extent").textContent = [...heads.slice(1), [count(report.settings.length, "setting"), count(seeds, "seed"),
    count(epochs, "epoch")].join(" \u00b7 ")].join(" ");
  byId("made-by").textContent = `Made by ${report.generator} from the logs alone; nothing is loaded from a network.`;
  const { shown, all, without_seeds: without } = report.rows;
  byId("curves-note").textContent = [
    shown < all ? `Each curve shows at most ${shown} of its ${all} evaluations; the tables rest on all of them.` : "",
    without > 0 ? `Of ${count(without, "setting")} the page has no curve of each seed, only means and intervals.` : "",
  ].join(" ").trim();
  document.title = names.join(", ") + " \u2013 regrun report";
}

// Of a sweep nobody reads verdict after verdict: its ranking and what each option does stand before them.
function rankingFirst(report) {
  const crossed = !byId("marginals").hidden && report.comparison.marginals.length > 1;
  if (report.settings.length <= RANKED_FROM && !crossed) return;
  byId("verdicts").before(byId("ranking"), byId("marginals"), byId("sweep"));
}

// The page of an experiment that is at work is made anew from time to time.
const RELOAD_SECONDS = 30;

function showUnfinished(report) {
  if (!report.unfinished) return;
  const { done, total } = report.unfinished;
  const note = document.createElement("li");
  note.textContent = `At work: ${done} of ${total} runs are done. This page is made anew while the experiment runs, and ` +
    `loads itself every ${RELOAD_SECONDS} seconds.`;
  byId("notes").prepend(note);
  document.title = `(${done}/${total}) ${document.title}`;
  setTimeout(() => location.reload(), 1000 * RELOAD_SECONDS);
}

function showTheme(view) {
  const button = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let theme = "";
  const apply = () => {
    document.documentElement.dataset.theme = theme || (system.matches ? "dark" : "light");
    const [sign, word] = { "": ["\u25d0", "Auto"], light: ["\u2600", "Light"], dark: ["\u263e", "Dark"] }[theme];
    button.replaceChildren(element("span", { "aria-hidden": "true" }, sign + " "), word,
      element("span", { class: "visually-hidden" }, " colours"));
    view.changed();
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    apply();
  });
  system.addEventListener("change", apply);
  apply();
}

// Verdicts in words, one card a setting; beyond the first ones folded away.
function showVerdicts(report) {
  const rivals = rivalsOf(report).sort((a, b) => report.order.indexOf(a.index) - report.order.indexOf(b.index));
  report.notes.forEach(({ about, words }) => byId("notes").append(
    element("li", {}, about ? element("bdi", {}, about) : null, about ? ": " : null, sentence(words))));
  if (rivals.length === 0) return;
  const cards = (some) => element("div", { class: "cards" }, ...some.map((setting) => verdictCard(report, setting)));
  byId("verdicts").hidden = false;
  byId("verdicts-note").replaceChildren("Each setting against the baseline ",
    element("b", {}, nameOf(report.settings[report.baseline])),
    ", seed by seed, with 95\u00a0% intervals; ", report.comparison.families_words || "no verdicts",
    ". The line on matched fit is not Holm-corrected.");
  byId("verdict-list").append(cards(rivals.slice(0, VERDICTS_SHOWN)));
  if (rivals.length > VERDICTS_SHOWN) {
    byId("verdict-list").append(folded(`${rivals.length - VERDICTS_SHOWN} more settings`,
      () => cards(rivals.slice(VERDICTS_SHOWN))).details);
  }
  const together = effectsOf(report).filter((effect) => effect.order > 1 && effect.gap.low * effect.gap.high > 0);
  if (together.length > 0) {
    byId("verdict-list").append(element("ul", { class: "together" },
      ...together.slice(0, VERDICTS_SHOWN).map((effect) => element("li", {}, sentence(effect.words)))));
  }
}

const TONES = {
  better: ["\u2713", "better"],
  worse: ["\u2717", "worse"],
  none: ["\u2248", "no difference"],
  same: ["=", "the same"],
  few: ["?", "too few seeds"],
};

function toneOf(report, key, difference) {
  if (difference.verdict === "too_few") return "few";
  if (difference.verdict === "none" || difference.verdict === "same") return difference.verdict;
  const higher = report.comparison.metrics.find((m) => m.key === key).better === "higher";
  return (difference.verdict === "more") === higher ? "better" : "worse";
}

function verdictCard(report, setting) {
  const lines = report.comparison.compared.map((key) => {
    const difference = setting.against[key];
    const tone = toneOf(report, key, difference);
    return element("li", { class: report.comparison.families[key].exploratory ? `${tone} exploratory` : tone }, element("span", { class: "tone", role: "img", "aria-label": TONES[tone][1] },
      TONES[tone][0]), element("span", {}, sentence(difference.words)));
  });
  const matched = setting.against.matched;
  return element("article", { class: "card verdict" }, element("h3", {}, swatch(setting), nameOf(setting)),
    element("ul", {}, ...lines),
    matched.words ? element("p", { class: "muted small" }, "Matched fit: " + sentence(matched.words)) : null);
}

function showLegend(report, view) {
  const boxes = report.settings.map((setting) => {
    const box = element("input", { type: "checkbox", value: setting.index });
    box.addEventListener("change", () => {
      if (box.checked) view.on.add(setting.index);
      else view.on.delete(setting.index);
      view.changed();
    });
    byId("legend-items").append(element("label", { class: "chip" }, box, swatch(setting),
      element("span", { class: "chip-name" }, nameOf(setting))));
    return box;
  });
  const sync = () => {
    boxes.forEach((box, index) => (box.checked = view.on.has(index)));
    byId("shown-count").textContent = `${view.on.size} of ${boxes.length} shown`;
  };
  const show = (id, which) => byId(id).addEventListener("click", () => {
    view.on = new Set(which());
    view.changed();
  });
  show("show-all", () => report.settings.map((setting) => setting.index));
  show("show-none", () => []);
  show("show-default", () => defaultShown(report));
  view.listeners.push(sync);
  sync();
}

function showControls(report, view) {
  for (const id of ["band", "axis"]) {
    byId(id).value = view[id];
    byId(id).addEventListener("change", () => {
      view[id] = byId(id).value;
      view.changed();
    });
  }
  byId("replicates").checked = view.replicates;
  byId("replicates").disabled = report.settings.every((setting) => setting.means);
  byId("replicates").addEventListener("change", () => {
    view.replicates = byId("replicates").checked;
    view.changed();
  });
}

// The resolved config and the manifest of every experiment, folded away.
function showFiles(report) {
  byId("summary").append(folded("Every number, digit for digit (summary.csv)", () => summaryTable(report)).details);
  for (const experiment of report.experiments) {
    const file = (name, text) => text && byId("files").append(element("details", {},
      element("summary", {}, name + (report.experiments.length > 1 ? " of " + experiment.name : "")),
      element("pre", { tabindex: 0 }, text)));
    file("The resolved config (config.json)", experiment.config);
    file("How it was run (manifest.json)", experiment.manifest);
  }
}

// Paper is white and narrow: the charts are drawn anew for it, and again for the screen after it. As pictures, because
// a canvas that was drawn while Chromium prepares to print comes out empty.
function followPaper(view) {
  const root = document.documentElement;
  let theme;
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    root.classList.add("paper");
    view.changed();
    document.querySelectorAll(".plot canvas").forEach((canvas) => {
      const picture = element("img", { src: canvas.toDataURL(), alt: "" });
      picture.style.cssText = canvas.style.cssText;
      canvas.replaceWith(picture);
    });
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = theme;
    root.classList.remove("paper");
    view.changed();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) view.changed();
    width = innerWidth;
  });
}
