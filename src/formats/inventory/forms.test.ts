import { describe, expect, it } from 'vitest';
import { type Fleet, fleet, forms } from '../../../test/fleets/index.ts';
import { sites } from '../../../test/sites.ts';
import { running } from '../../inventory/inventory.ts';
import { answerPlan } from '../../plan/answer.ts';
import { planSettings } from '../../plan/settings.ts';

const { readAll } = sites('forms');

/** The same fleet on hosts of a quarter of the memory, where the database has no place. */
const small: Fleet = {
  ...fleet,
  hosts: fleet.hosts.map((host) => ({ ...host, gib: host.gib / 4 })),
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each(Object.entries(forms))('one fleet as %s', (_, form) => {
  it('has the same hosts and machines as in every other form', async () => {
    const { hosts, vms } = await readAll(form.files(fleet));
    expect(
      hosts.map(({ name, cores, memoryMib, state }) => [name, cores, memoryMib, state]),
    ).toEqual(fleet.hosts.map(({ name, cores, gib }) => [name, cores, gib * 1024, 'up']));
    expect(
      vms.map(({ name, vcpus, memoryMib, power }) => [name, vcpus, memoryMib, power]).sort(),
    ).toEqual(
      fleet.machines
        .map(({ name, vcpus, mib, runs }) => [name, vcpus, mib, runs ? 'on' : 'off'])
        .sort(),
    );
    const here = running(vms);
    expect(here.map(({ name, host }) => [name, host]).sort()).toEqual(
      fleet.machines
        .filter(({ runs }) => runs)
        .map(({ name, host }) => [name, host])
        .sort(),
    );
    if (form.tellsClock)
      expect(new Set(hosts.map(({ mhzPerCore }) => mhzPerCore))).toEqual(new Set([2600]));
    if (form.tellsDisks) {
      expect(sum(vms.map(({ provisionedMib }) => provisionedMib))).toBe(
        sum(fleet.machines.map(({ diskMib }) => diskMib)),
      );
    }
  });

  it.each([
    ['fits', fleet, true, 3],
    ['does not fit on smaller hosts', small, false, 2],
  ])('%s, with as many machines placed', async (_verdict, of, fits, placed) => {
    const inventory = await readAll(form.files(of as Fleet));
    const answer = answerPlan({ name: 'today', inventory, settings: planSettings.parse({}) });
    expect(answer.fits).toBe(fits);
    expect(answer.clusters).toHaveLength(1);
    expect(sum(answer.clusters.map((cluster) => cluster.placed))).toBe(placed);
  });
});
