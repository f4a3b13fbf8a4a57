// Where axes are labelled: { v, label } from the low end to the high one, as dygraphs takes them.

const TICK_ROOM = 30; // pixels between the labels of a vertical axis, at least

// About `count` ticks at multiples of 1, 2 or 5 times a power of ten, all with the same decimals.
function roundTicks(low, high, count) {
  const raw = (high - low) / count;
  if (!(raw > 0)) return [{ v: low, label: brief(low) }];
  const power = Math.floor(Math.log10(raw));
  const [step, digits] = [[1, power], [2, power], [5, power], [1, power + 1]]
    .map(([factor, exponent]) => [factor * 10 ** exponent, Math.max(0, -exponent)])
    .find(([size]) => size >= raw * (1 - 1e-9));
  const label = (v) => (digits > 4 || Math.abs(v) >= 1e5 ? brief(v) : fixed(v, digits));
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push({ v: i * step, label: label(i * step) });
  }
  return ticks;
}

// At most about `count` ticks of a logarithmic axis: at 1, 2 and 5 of each decade, or at the decades, or at every
// second, third and so on of them; round numbers where the axis spans too little for these.
function logTicks(low, high, count) {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const within = (v) => v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9);
  const ticksOf = (factors, every) => {
    const values = [];
    for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
      factors.forEach((factor) => values.push(Number(`${factor}e${power}`)));
    }
    return values.filter(within);
  };
  let values = ticksOf([1, 2, 5], 1);
  if (values.length < 3) return roundTicks(low, high, Math.min(count, 5));
  for (let every = 1; values.length > count && every <= last - first; every++) values = ticksOf([1], every);
  return values.map((v) => ({ v, label: brief(v) }));
}

// A ticker of dygraphs for vertical axes.
function verticalTicks(log) {
  return (low, high, pixels) => (log ? logTicks : roundTicks)(low, high, Math.max(2, pixels / TICK_ROOM));
}

// Of a few places along a horizontal axis each; of many, every second, third and so on.
function placeTicks(places) {
  const every = Math.ceil(places.length / 24);
  return places.filter((_, i) => i % every === 0).map((v) => ({ v, label: String(v) }));
}
