// A chart as a picture of its own, for a paper or a slide: drawn anew as SVG from the same numbers, in the colours of
// paper, with title, axes, legend and what its bands are; as PNG by drawing that.

const PICTURE = { width: 720, plot: 330, left: 68, right: 18, pixels: 3 }; // pixels: of the PNG, for one of the SVG
const PICTURE_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";
const PICTURE_FAR = 1e4; // what lies further outside is cut there

// Two buttons behind a chart, and what is said where saving fails; `make` gives the <svg>.
function saveButtons(make) {
  const button = (kind, save) => {
    const node = element("button", { type: "button", class: "button small", "data-kind": kind }, kind);
    node.addEventListener("click", () => {
      failed.textContent = "";
      save(onPaper(make), pictureName(node.parentElement.dataset.title, kind), (words) => (failed.textContent = words));
    });
    return node;
  };
  const failed = element("span", { role: "status" });
  return element("span", { class: "save" }, "Save as ", button("SVG", saveSvg), button("PNG", savePng), failed);
}

// What the chart shows now; the buttons and the file are called after it.
function nameSaved(save, title) {
  save.dataset.title = title;
  save.querySelectorAll("button").forEach((node) => node.setAttribute("aria-label", `${node.dataset.kind} of ${title}`));
}

function pictureName(title, kind) {
  const words = `${byId("experiment").textContent} ${title}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) || ["chart"];
  return words.join("-").slice(0, 100) + "." + kind.toLowerCase();
}

// Makes something in the light colours, whatever the page's are.
function onPaper(make) {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  try {
    return make();
  } finally {
    root.dataset.theme = theme;
  }
}

function pictureText(picture) {
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(picture) + "\n";
}

function saveSvg(picture, name) {
  download(new Blob([pictureText(picture)], { type: "image/svg+xml" }), name);
}

function savePng(picture, name, say) {
  const fail = () => say(" This browser cannot draw the PNG; save as SVG instead.");
  const image = new Image();
  const canvas = document.createElement("canvas");
  canvas.width = PICTURE.pixels * picture.getAttribute("width");
  canvas.height = PICTURE.pixels * picture.getAttribute("height");
  image.addEventListener("load", () => {
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => (blob ? download(blob, name) : fail()), "image/png");
  });
  image.addEventListener("error", fail);
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(pictureText(picture));
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// --- Text

function textWidth(text, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return pen.measureText(text).width;
}

// The text in lines of at most that width, where its blanks allow.
function wrapped(text, width, font) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
    if (lines.length && textWidth(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function pictureLabel(x, y, size, text, more) {
  return svg("text", { x, y, "font-size": size, fill: themeColor("--text"), ...more }, text);
}

// --- The frame: title, body, legend and note below each other

// `body` draws into the group at the height it is given and gives its own height; `legend` are lines as settings are.
function framedPicture(heading, body, legend, note) {
  const { width } = PICTURE;
  const all = svg("g", { "font-family": PICTURE_FONT });
  let y = 12;
  for (const line of wrapped(heading, width - 36, `bold 16px ${PICTURE_FONT}`)) {
    all.append(pictureLabel(18, (y += 20), 16, line, { "font-weight": "bold" }));
  }
  y += 14;
  y += body(all, y);
  y = legendRows(all, legend, y + 12);
  for (const line of wrapped(note, width - 36, `12px ${PICTURE_FONT}`)) {
    all.append(pictureLabel(18, (y += 17), 12, line, { fill: themeColor("--muted") }));
  }
  const height = Math.ceil(y + 14);
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, svg("title", {}, heading),
    svg("rect", { width, height, fill: themeColor("--card") }), all);
}

function legendRows(all, legend, y) {
  const names = shortNames(legend.map(({ name }) => name), 84);
  let x = 18;
  legend.forEach((line, i) => {
    const wide = 36 + textWidth(names[i], `13px ${PICTURE_FONT}`) + 22;
    if (x > 18 && x + wide > PICTURE.width) [x, y] = [18, y + 20];
    all.append(svg("line", { x1: x, x2: x + 28, y1: y + 8, y2: y + 8, stroke: colorOf(line), "stroke-width": 2.5,
      "stroke-dasharray": line.dash && line.dash.join(" ") }), pictureLabel(x + 36, y + 12.5, 13, names[i]));
    x += wide;
  });
  return legend.length ? y + 22 : y;
}

// --- Lines with bands

function linePicture(chart) {
  const legend = chart.series.filter((s) => s.mean && s.points.some((point) => point)).map((s) => s.setting);
  return framedPicture(chart.heading, (all, top) => lineBody(all, top, chart), legend, chart.note);
}

function lineBody(all, top, chart) {
  const { width, plot: height, left, right } = PICTURE;
  const [x0, x1] = chart.graph.xAxisRange();
  const [y0, y1] = chart.graph.yAxisRange();
  const up = chart.log ? Math.log : (v) => v;
  const near = (v) => Math.round(100 * Math.max(-PICTURE_FAR, Math.min(PICTURE_FAR, v))) / 100;
  const x = (v) => near(left + ((v - x0) / (x1 - x0)) * (width - left - right));
  const y = (v) => near(top + height - ((up(v) - up(y0)) / (up(y1) - up(y0))) * height);
  const clip = "inside";
  all.append(svg("clipPath", { id: clip }, svg("rect", { x: left, y: top, width: width - left - right, height })));
  const lines = svg("g", { "clip-path": `url(#${clip})`, fill: "none" });
  const xticks = chart.marked ? markedTicks(chart) : roundTicks(x0, x1, 10).filter(({ v }) => Number.isInteger(v));
  for (const { v, label } of verticalTicks(chart.log)(y0, y1, height)) {
    lines.append(svg("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), stroke: themeColor("--grid") }));
    all.append(pictureLabel(left - 8, y(v) + 4, 12, label, { "text-anchor": "end" }));
  }
  for (const { v, label } of xticks.filter((tick) => tick.v >= x0 && tick.v <= x1)) {
    lines.append(svg("line", { x1: x(v), x2: x(v), y1: top, y2: top + height, stroke: themeColor("--grid") }));
    all.append(pictureLabel(x(v), top + height + 17, 12, label, { "text-anchor": "middle" }));
  }
  const drawn = chart.series.map((s) => pictureLine(chart, s, x, y));
  lines.append(...drawn.flatMap(({ band }) => band), ...drawn.flatMap(({ line }) => line));
  all.append(lines, svg("path", { d: `M${left} ${top}V${top + height}H${width - right}`, fill: "none",
    stroke: themeColor("--axis") }),
  pictureLabel((left + width - right) / 2, top + height + 37, 13, chart.xlabel, { "text-anchor": "middle" }),
  pictureLabel(0, 0, 13, chart.ylabel || chart.title, { "text-anchor": "middle",
    transform: `translate(18 ${top + height / 2}) rotate(-90)` }));
  return height + 40;
}

// Its band, and its line with its points where these are marked. Colours are those of the theme now, which may be
// another than the one that the chart was drawn in.
function pictureLine(chart, s, x, y) {
  const places = s.points.map((point, i) => [chart.epochs[i], onAxis(chart, point)]).filter(([, point]) => point)
    .map(([at, [low, mid, high]]) => ({ x: x(at), low: y(low), mid: y(mid), high: y(high) }));
  if (places.length === 0) return { band: [], line: [] };
  const color = colorOf(s.setting);
  const path = (list, key) => list.map((p, i) => `${i ? "L" : "M"}${p.x} ${p[key]}`).join("");
  const banded = s.mean && places.some((p) => p.low !== p.high);
  const band = svg("path", { fill: color, "fill-opacity": BAND_ALPHA,
    d: path(places, "high") + path([...places].reverse(), "low").replace("M", "L") + "Z" });
  const line = svg("path", { d: path(places, "mid"), stroke: color, "stroke-width": s.width, "stroke-linejoin": "round",
    "stroke-opacity": s.mean ? null : 0.45, "stroke-dasharray": s.dash && s.dash.join(" ") });
  const dots = chart.marked || places.length === 1 ?
    places.map((p) => svg("circle", { cx: p.x, cy: p.mid, r: 3, fill: color })) : [];
  return { band: banded ? [band] : [], line: [line, ...dots] };
}

// What lines and bands are, and over how many seeds.
function seedsNote(report, view, shown) {
  const counts = shown.map((setting) => setting.usable);
  const [low, high] = [least(counts), greatest(counts)];
  const seeds = low === high ? count(high, "seed") : `${low} to ${count(high, "seed")}`;
  const band = { ci: `; band: its 95\u00a0% interval`, sd: "; band: \u00b1 SD", none: "" }[view.band];
  return `Line: mean over ${seeds}${high > 1 ? band : ""}${view.replicates ? "; thin: each seed" : ""}.`;
}

// --- A picture of the page that is SVG already, with what its style sheet says of it

const PICTURE_CLASSES = {
  grid: { stroke: "--grid" }, zero: { stroke: "--axis" }, tick: { fill: "--muted", "font-size": 12 },
  "row-name": { fill: "--text", "font-size": 13 },
};

function standalone(node) {
  for (const one of node.querySelectorAll("*")) {
    const own = { ...PICTURE_CLASSES[one.getAttribute("class")] };
    for (const name of ["fill", "stroke"]) own[name] = own[name] || (one.getAttribute(name) || "").replace(/^var\((.*)\)$/, "$1");
    Object.entries(own).filter(([, value]) => value).forEach(([name, value]) =>
      one.setAttribute(name, String(value).startsWith("--") ? themeColor(value) : value));
    one.removeAttribute("class");
  }
  return node;
}
