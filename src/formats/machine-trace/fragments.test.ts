import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { multiplexing, percentileSorted } from '../../plan/multiplexing.ts';
import { FragmentList } from './fragments.ts';
import { readMachineLoad } from './read-load.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('a grid keeps the work of every machine, whatever the fragments', () => {
  const fragment = fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 10_000_000 }),
    fc.integer({ min: 1, max: 5_000_000 }),
    fc.integer({ min: 0, max: 4000 }),
  );
  fc.assert(
    fc.property(fc.array(fragment, { minLength: 1, maxLength: 40 }), (fragments) => {
      const list = new FragmentList();
      for (let m = 0; m < 4; m++)
        list.machines.push({ name: `m${m}`, vcpus: 1, capacityMhz: 1000, memoryMib: 1 });
      for (const [machine, start, duration, mhz] of fragments)
        list.add(machine, start, duration, mhz);
      const { steps, demandMhz, firstStep, endStep } = list.onGrid(300);
      for (let m = 0; m < 4; m++) {
        const own = fragments.filter(([machine]) => machine === m);
        let onGrid = 0;
        for (let step = 0; step < steps; step++) onGrid += demandMhz[step * 4 + m]! * 300;
        const asked = own.reduce((sum, [, , ms, mhz]) => sum + (ms * mhz) / 1000, 0);
        expect(onGrid).toBeCloseTo(asked, 3);
        if (own.length > 0) expect(firstStep[m]).toBeLessThan(endStep[m]!);
      }
    }),
  );
});

it('sizes of Bitbrains machines are the largest they had, and a PlanetLab day takes CloudSim sizes', async () => {
  const head =
    'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB]\n';
  await writeFile(
    join(folder, '7.csv'),
    `${head}1376314800;\t2;\t5200;\t10;\t0;\t2048\n1376315100;\t4;\t10400;\t30;\t0;\t1024\n`,
  );
  const load = await readMachineLoad(join(folder, '7.csv'));
  expect(load.machines).toEqual([
    { name: '7', vcpus: 4, capacityMhz: 10_400, memoryMib: 2, firstStep: 0, endStep: 2 },
  ]);
  expect([...load.demandMhz]).toEqual([10, 30]);
  const day = await mkdtemp(join(folder, 'day'));
  for (const name of ['a', 'b', 'c', 'd'])
    await writeFile(join(day, name), `${name === 'a' ? 50 : 10}\n`.repeat(288));
  const planetLab = await readMachineLoad(day);
  expect(planetLab.machines.map(({ memoryMib }) => memoryMib)).toEqual([870, 1740, 1740, 613]);
  const { allocatedMhz, meanMhz, gain } = multiplexing(planetLab);
  expect([allocatedMhz, meanMhz, gain]).toEqual([6000, 1250 + 350, 1]);
});

it('percentiles interpolate between ranks', () => {
  expect(percentileSorted([0, 10], 0.95)).toBe(9.5);
  expect(percentileSorted([3], 0.5)).toBe(3);
  expect(percentileSorted([], 0.5)).toBe(0);
});
