// @ts-check
/// <reference no-default-lib="true" />
/// <reference lib="esnext" />

/**
 * The geometry of a chart of prices and scores. Knows no document.
 *
 * @module
 */

const STEPS = [1, 2, 5];

/**
 * The round number (1, 2 or 5 of a power of ten) at or below an amount.
 *
 * @param {number} amount above 0
 * @returns {number}
 */
function below(amount) {
  const power = Math.floor(Math.log10(amount));
  const found = [power - 1, power, power + 1].flatMap((each) =>
    STEPS.map((step) => Number(`${step}e${each}`))
  );
  return found.findLast((each) => each <= amount) ?? amount;
}

/**
 * The round numbers between which a logarithmic axis shows amounts, and those at which it has a line.
 *
 * @param {number} low above 0
 * @param {number} high
 * @param {number} most so many lines
 * @returns {{low: number, high: number, ticks: number[]}}
 */
export function logarithmic(low, high, most) {
  const first = below(low);
  const last = below(high) >= high && high > low ? high : above(below(high));
  /** @type {number[]} */
  const powers = [];
  for (let power = Math.floor(Math.log10(first)); Number(`1e${power}`) <= last; power++) powers.push(power);
  const tried = [STEPS, [1, 5], [1]].map((steps) =>
    powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((tick) => tick >= first && tick <= last)
  );
  const whole = tried[2];
  const every = Math.ceil(whole.length / Math.max(1, most));
  const ticks = tried.find((each) => each.length <= most) ?? whole.filter((_, at) => at % every === 0);
  return { low: first, high: last, ticks: ticks.length > 0 ? ticks : [first] };
}

/**
 * The next of the round numbers.
 *
 * @param {number} round
 * @returns {number}
 */
function above(round) {
  const [digit, power] = round.toExponential(0).split("e").map(Number);
  return digit === 5 ? Number(`1e${power + 1}`) : Number(`${digit === 1 ? 2 : 5}e${power}`);
}

/**
 * The same for an even axis.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} most
 * @returns {{low: number, high: number, ticks: number[]}}
 */
export function even(low, high, most) {
  let step = below((high > low ? high - low : most) / most);
  while (Math.ceil(high / step) - Math.floor(low / step) > most) step = above(step);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = Array.from(
    { length: last - first + 1 },
    (_, at) => Number(((first + at) * step).toPrecision(12)),
  );
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks };
}

/**
 * Which points no other one beats: none is as cheap or cheaper with a higher score, nor cheaper with the same.
 *
 * @param {ArrayLike<number>} prices
 * @param {ArrayLike<number>} scores
 * @returns {number[]} positions, the cheapest first
 */
export function frontier(prices, scores) {
  const order = Array.from(prices, (_, at) => at)
    .sort((one, other) => prices[one] - prices[other] || scores[other] - scores[one]);
  /** @type {number[]} */
  const best = [];
  for (const at of order) {
    const last = best.length > 0 ? best[best.length - 1] : -1;
    const equal = last >= 0 && prices[at] === prices[last] && scores[at] === scores[last];
    if (last < 0 || scores[at] > scores[last] || equal) best.push(at);
  }
  return best;
}

/**
 * The point nearest to a place, or -1 where none is within reach.
 *
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @returns {number}
 */
export function nearest(xs, ys, x, y, reach) {
  let found = -1;
  let least = reach * reach;
  for (let at = 0; at < xs.length; at++) {
    const distance = (xs[at] - x) ** 2 + (ys[at] - y) ** 2;
    if (distance <= least) [found, least] = [at, distance];
  }
  return found;
}

/**
 * A rectangle.
 *
 * @typedef {object} Box
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 */

/**
 * Where names of points can stand without lying on each other or leaving the room: above and left of the point,
 * where nothing better is, else below and right of it.
 *
 * @param {ReadonlyArray<{x: number, y: number, width: number}>} points the most important one first
 * @param {Box} room
 * @param {number} height of a line
 * @returns {(Box | null)[]} null where there is no room for it
 */
export function labels(points, room, height) {
  /** @type {Box[]} */
  const taken = [];
  return points.map(({ x, y, width }) => {
    const found = [
      { left: x - 5 - width, top: y - 3 - height, right: x - 5, bottom: y - 3 },
      { left: x + 7, top: y + 2, right: x + 7 + width, bottom: y + 2 + height },
    ].find((box) =>
      box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom &&
      taken.every((other) =>
        box.right + 4 < other.left || other.right + 4 < box.left || box.bottom < other.top ||
        other.bottom < box.top
      )
    );
    if (found) taken.push(found);
    return found ?? null;
  });
}
