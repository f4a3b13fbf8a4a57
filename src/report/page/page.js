// Puts the page together once the document is there.

const THEMES = ["", "light", "dark"]; // "": as the system

document.addEventListener("DOMContentLoaded", () => {
  const report = readReport();
  const view = newView(report);
  showHead(report);
  showNotes(report);
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
  byId("experiment").textContent = names.join(" \u00b7 ");
  const claims = report.experiments.map((x) => x.claim).filter((claim) => claim);
  const heads = [...claims, ...questions];
  byId("question").textContent = heads[0] || names.join(" and ");
  byId("extent").textContent = [...heads.slice(1), count(report.settings.length, "setting"), count(seeds, "seed"),
    count(epochs, "epoch")].join(" \u00b7 ");
  byId("made-by").textContent = `Made by ${report.generator} from the logs alone; nothing is loaded from a network.`;
  const { shown, all, without_seeds: without } = report.rows;
  byId("curves-note").textContent = [intervalsNote(report),
    shown < all ? `Each curve shows at most ${shown} of its ${all} evaluations; the tables rest on all of them.` : "",
    without > 0 ? `Of ${count(without, "setting")} the page has no curve of each seed, only means and intervals.` : "",
  ].join(" ").trim();
  document.title = names.join(", ") + " \u2013 regrun report";
}

function showNotes(report) {
  report.notes.forEach(({ about, words }) => byId("notes").append(
    element("li", {}, about ? element("bdi", {}, about) : null, about ? ": " : null, sentence(words))));
}

// Who holds charts and verdicts against each other should know that they rest on different intervals.
function intervalsNote(report) {
  const paired = rivalsOf(report).some(({ against }) => report.comparison.compared.some((key) => against[key].n > 1));
  return paired ? "Intervals in the charts are of each mean by itself; the verdicts are paired by seed, and can tell " +
    "settings apart whose intervals overlap." : "";
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
