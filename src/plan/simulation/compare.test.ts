import { expect, it } from 'vitest';
import { bundledData } from '../../evidence/bundled.ts';
import { readPlanetLabDay } from '../../formats/planetlab.ts';
import { compareWithCloudsim } from './compare.ts';

it('one row per quirk, with what its difference means, and ours by both costs of a move', () => {
  const small = Array.from({ length: 24 }, (_, i) =>
    Uint8Array.from({ length: 288 }, (_, step) => (i * 37 + step * 11) % 60),
  );
  const runs = compareWithCloudsim('small', small);
  expect(runs.map(({ short }) => short)).toEqual([
    'as published',
    'idle kept',
    'receivers kept',
    'memory 150 %',
    'memory 100 %',
    'all three, 150 %',
    'all three, 100 %',
    '150 %, link',
    '150 %, model',
    '100 %, link',
    '100 %, model',
  ]);
  for (const { meaning, kwh } of runs) {
    expect(meaning).toMatch(/\.$/);
    expect(kwh).toBeGreaterThan(0);
  }
});

it('on the published day honouring memory multiplies the energy', async ({ skip }) => {
  if (!process.env.VIRTCOST_FULL) skip('eleven runs of a day: npm run test:full');
  const { day, percent } = await readPlanetLabDay(bundledData('planetlab/20110303.tar.gz'));
  const runs = compareWithCloudsim(day, percent);
  expect(runs[0]).toMatchObject({ kwh: 191.72761961545763, migrations: 26_634 });
  expect(runs[6]).toMatchObject({ kwh: 880.3701344892839, migrations: 561 });
  expect(runs.at(-1)!.kwh).toBeGreaterThan(3 * runs[0]!.kwh);
  expect(runs.at(-1)!.meanHostsOn).toBeGreaterThanOrEqual(319);
});
