import { present } from '../../elements.ts';
import { cellsOf } from '../../scenario/matrix.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Vm } from '../../scenario/vm.ts';
import type { Task } from '../study.ts';
import type { SharingKnobs } from './schema.ts';

/** One kind of VM under one setting of the scanner: scanned once, looked at on every host under every technique. */
export interface SharingData {
  vm: Vm;
  knobs: SharingKnobs;
  settings: string;
  cases: { host: string; technique: string; hostPage: string }[];
}

/** One simulated population, nanoseconds. */
const SIMULATION_NS = 6e7;

/** Memory images of the machines that stand side by side. */
function filesOf({ contents: { image } }: Vm): Pick<Task, 'files'> {
  if (image === undefined) return {};
  return { files: [image].flat().map((path) => ({ kind: 'memory-image' as const, path })) };
}

export function expandSharing(scenario: Scenario): Task[] {
  const cells = cellsOf(scenario, { study: 'sharing', pages: 'host', tlb: false });
  return present(scenario.settings.sharing).flatMap(({ name, value }, variant) => {
    const groups = new Map<string, { data: SharingData; cases: number[] }>();
    cells.forEach(({ vm, host, technique, hostPage }, position) => {
      const group = groups.get(vm.name) ?? {
        data: { vm, knobs: value as SharingKnobs, settings: name, cases: [] },
        cases: [],
      };
      groups.set(vm.name, group);
      group.cases.push(variant * cells.length + position);
      group.data.cases.push({ host, technique, hostPage });
    });
    return [...groups.values()].map(({ data, cases }) => ({
      cases,
      weight: SIMULATION_NS,
      hosts: [...new Set(data.cases.map(({ host }) => host))],
      ...filesOf(data.vm),
      data,
    }));
  });
}
