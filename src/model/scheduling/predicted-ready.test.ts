import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rng } from '../../rng.ts';
import { meanWaiting, predictReady } from './predicted-ready.ts';

/** Erlang's C: the chance to wait in M/M/c, by its recursion over B. */
function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

it.each([
  [4, 0.5],
  [4, 0.9],
  [16, 0.8],
])('with many sources %i cores at a use of %f queue as Erlang has it', (cores, use) => {
  const load = cores * use;
  const queue = (erlangC(cores, load) * use) / (1 - use);
  expect(meanWaiting(100_000, cores, load) / queue).toBeCloseTo(1, 2);
});

it('nobody waits while there is a core for every vCPU', () => {
  expect(meanWaiting(8, 8, 7.9)).toBe(0);
  expect(predictReady({ cores: 16, vcpus: 16, vcpusPerMachine: 4, use: 0.99 }).low).toBe(0);
});

it('a simulated host of 2 cores and 6 vCPUs with fixed bursts waits as the queue says', () => {
  const [cores, vcpus, idle] = [2, 6, 3];
  const rng = new Rng(7);
  // Processor sharing of exponential work, exponential idling; time steps by events.
  const left = Array.from({ length: vcpus }, () => 0);
  const until = Array.from({ length: vcpus }, () => -Math.log(1 - rng.nextUnit()) * idle);
  let [now, waiting, busy] = [0, 0, 0];
  for (let events = 0; events < 400_000; events++) {
    const wanting = left.flatMap((work, i) => (work > 0 ? [i] : []));
    const rate = wanting.length > 0 ? Math.min(1, cores / wanting.length) : 0;
    const ends = wanting.map((i) => now + left[i]! / rate);
    const wakes = until.map((at, i) => (left[i]! > 0 ? Infinity : at));
    const next = Math.min(...ends, ...wakes);
    const dt = next - now;
    waiting += Math.max(0, wanting.length - cores) * dt;
    busy += Math.min(wanting.length, cores) * dt;
    for (const i of wanting) left[i] = Math.max(0, left[i]! - rate * dt);
    now = next;
    for (const i of wanting)
      if (left[i]! < 1e-9) {
        left[i] = 0;
        until[i] = now - Math.log(1 - rng.nextUnit()) * idle;
      }
    for (let i = 0; i < vcpus; i++)
      if (left[i] === 0 && wakes[i] === next) left[i] = -Math.log(1 - rng.nextUnit());
  }
  expect(waiting / now / meanWaiting(vcpus, cores, busy / now)).toBeCloseTo(1, 1);
});

it('ready time grows with load and with vCPUs on the same cores, and its band keeps its order', () => {
  const sizes = fc.record({
    cores: fc.integer({ min: 1, max: 32 }),
    ratio: fc.integer({ min: 1, max: 8 }),
    vcpusPerMachine: fc.integer({ min: 1, max: 8 }),
    use: fc.double({ min: 0, max: 0.95, noNaN: true }),
  });
  fc.assert(
    fc.property(sizes, ({ cores, ratio, vcpusPerMachine, use }) => {
      const host = { cores, vcpus: cores * ratio, vcpusPerMachine, use };
      const now = predictReady(host);
      expect(now.low).toBeLessThanOrEqual(now.percent);
      expect(now.percent).toBeLessThanOrEqual(now.high);
      expect(now.high).toBeLessThanOrEqual(100);
      expect(predictReady({ ...host, use: use + 0.04 }).low).toBeGreaterThanOrEqual(now.low - 1e-9);
    }),
    { numRuns: 60 },
  );
});

it('work that does not fit waits', () => {
  expect(
    predictReady({ cores: 4, vcpus: 8, vcpusPerMachine: 1, use: 2 }).low,
  ).toBeGreaterThanOrEqual(50);
});
