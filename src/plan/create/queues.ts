/** When each of `arrivals` (ascending order is not needed) is done by `workers` that take `serviceS` each, first come first served. */
import { f64, nth, num } from '../../elements.ts';

export function serveInOrder(
  arrivals: readonly number[],
  serviceS: number,
  workers: number,
): number[] {
  const free = new Float64Array(Math.max(1, Math.floor(workers)));
  const order = arrivals
    .map((_, i) => i)
    .sort((a, b) => num(arrivals, a) - num(arrivals, b) || a - b);
  const done = new Array<number>(arrivals.length).fill(0);
  for (const i of order) {
    let first = 0;
    for (let w = 1; w < free.length; w++) if (f64(free, w) < f64(free, first)) first = w;
    free[first] = Math.max(f64(free, first), num(arrivals, i)) + serviceS;
    done[i] = f64(free, first);
  }
  return done;
}

/**
 * When each transfer of `bytes` that begins at its arrival is done on a link of `total` bytes/s all share evenly, none
 * faster than `each`.
 */
export function shareLink(
  arrivals: readonly number[],
  bytes: number,
  total: number,
  each: number,
): number[] {
  if (!(bytes > 0)) return [...arrivals];
  const order = arrivals
    .map((_, i) => i)
    .sort((a, b) => num(arrivals, a) - num(arrivals, b) || a - b);
  const done = new Array<number>(arrivals.length).fill(0);
  // All active transfers run at one rate, so a transfer ends when the work given to each since it began is `bytes`.
  let [now, given, next] = [0, 0, 0];
  const active: { i: number; until: number }[] = [];
  let head = 0;
  while (head < active.length || next < order.length) {
    const count = active.length - head;
    const rate = count > 0 ? Math.min(each, total / count) : 0;
    const ends =
      count > 0 ? now + (nth(active, head).until - given) / rate : Number.POSITIVE_INFINITY;
    const starts = next < order.length ? num(arrivals, num(order, next)) : Number.POSITIVE_INFINITY;
    const at = Math.min(ends, starts);
    given += rate * (at - now);
    now = at;
    if (ends <= starts) {
      const first = nth(active, head++);
      done[first.i] = now;
      given = Math.max(given, first.until);
    } else active.push({ i: num(order, next++), until: given + bytes });
  }
  return done;
}
