import { expect, it } from 'vitest';
import { srv } from '../../hosts/srv.ts';
import { sourced } from '../../sourced.ts';
import type { Curves } from './curves.ts';
import { asFarAsQuiet, mostLoad, mostNoise, noiseOf } from './noise.ts';

const curves = (middle: number): Curves => ({
  ...{ title: 'native', maxBytes: 2 ** 20, lines: [], pages: [] },
  cycleNs: { least: 0.25, middle },
});

const host = { ...srv, clockGhz: sourced(4, 'GHz', 'measured', 'additions', 0.1) };

it('noise is what the middle takes beyond the least', () => {
  expect(noiseOf(curves(0.25))).toBe(0);
  expect(noiseOf(curves(0.35))).toBeCloseTo(0.4, 12);
});

it('a quiet machine keeps its profile', () => {
  expect(asFarAsQuiet(host, mostNoise.value, mostLoad.value)).toBe(host);
});

it('on a loaded machine no number is called measured, and its value, interval and all else stay', () => {
  const doubted = asFarAsQuiet(host, 0.4);
  expect(JSON.stringify(doubted)).not.toContain('"measured","source"');
  expect(doubted.clockGhz).toEqual({
    ...host.clockGhz,
    status: 'estimated',
    source:
      'additions; not called measured: the machine was loaded (noise 40 %, work for 0 % of the processors)',
  });
  expect(doubted.memory.l2Tlb.entries).toBe(host.memory.l2Tlb.entries);
  expect(doubted.id).toBe(host.id);
});

it('load before the probe is enough to call nothing measured, however quiet the operations were', () => {
  expect(asFarAsQuiet(host, 0, mostLoad.value + 0.01).clockGhz.status).toBe('estimated');
});
