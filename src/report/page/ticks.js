// Where axes are labelled: { v, label } from the low end to the high one, as dygraphs takes them.

const TICK_ROOM = 30; // pixels between the labels of a vertical axis, at least
const LOG_ROOM = 22; // of a logarithmic one, where they stand unevenly

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

// Which numbers of a decade a logarithmic axis may have labels at.
const LOG_FACTORS = [[1, 1.5, 2, 3, 4, 6, 8], [1, 1.5, 2, 3, 5, 7], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]];

// Of these kinds, decades some way apart and round numbers the one that leaves the smallest stretch without a label, of
// those that have room.
function logTicks(low, high, pixels) {
  if (!(low > 0)) return roundTicks(low, high, 5);
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const within = ({ v }) => v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9);
  const ticksOf = (factors, every) => {
    const ticks = [];
    for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
      factors.map((factor) => Number(`${factor}e${power}`)).forEach((v) => ticks.push({ v, label: brief(v) }));
    }
    return ticks.filter(within);
  };
  const steps = (values) => values.slice(1).map((v, i) => (Math.log(v / values[i]) / Math.log(high / low)) * pixels);
  const hasRoom = (ticks) => least(steps(ticks.map(({ v }) => v))) >= LOG_ROOM;
  const stretch = (ticks) => greatest(steps([low, ...ticks.map(({ v }) => v), high]));
  const kinds = LOG_FACTORS.map((factors) => ticksOf(factors, 1));
  for (let every = 2; every < last - first; every++) kinds.push(ticksOf([1], every));
  for (let most = 10; most > 0; most--) kinds.push(roundTicks(low, high, most).filter(within));
  return kinds.filter(hasRoom).reduce((best, ticks) => (stretch(ticks) < stretch(best) ? ticks : best));
}

// A ticker of dygraphs for vertical axes.
function verticalTicks(log) {
  return log ? logTicks : (low, high, pixels) => roundTicks(low, high, Math.max(2, pixels / TICK_ROOM));
}

// Of a few places along a horizontal axis each; of many, every second, third and so on.
function placeTicks(places) {
  const every = Math.ceil(places.length / 24);
  return places.filter((_, i) => i % every === 0).map((v) => ({ v, label: String(v) }));
}
