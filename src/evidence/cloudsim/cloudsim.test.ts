import { expect, it } from 'vitest';
import { readPlanetLabDay } from '../../formats/planetlab.ts';
import { Demand } from '../../plan/cloudsim/demand.ts';
import { simulate } from '../../plan/cloudsim/simulate.ts';
import { bundledData } from '../bundled.ts';
import { cloudsim } from './index.ts';

it('every printed digit of the published day, and the energy to the last double', async () => {
  const { cases, summary } = await cloudsim.validate({});
  expect(cases.filter((entry) => !entry.pass)).toEqual([]);
  expect(summary.cases).toBe(52);
});

it('each quirk of the published experiment is worth what an independent port says', async () => {
  const { percent } = await readPlanetLabDay(bundledData('planetlab/20110303.tar.gz'));
  const thr = { id: 'thr', rule: 'thr', parameter: 0.8 } as const;
  const kwh = (ramRatio: number | null, keepIdleVms: boolean, protectReceivers: boolean) =>
    simulate(new Demand(percent), thr, { ramRatio, keepIdleVms, protectReceivers });
  expect(kwh(null, true, false)).toMatchObject({ migrations: 41_589 });
  expect(kwh(null, false, true)).toMatchObject({ migrations: 25_667 });
  expect(kwh(1.5, true, true).energyKwh).toBeCloseTo(542.8010861881143, 9);
  expect(kwh(1, true, true).energyKwh).toBeCloseTo(880.3701344892839, 9);
});
