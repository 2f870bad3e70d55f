import { present } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { cellsOf } from '../../scenario/matrix.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Vm } from '../../scenario/vm.ts';
import type { Task } from '../study.ts';
import { type MigrationKnobs, writesOfTrace } from './schema.ts';

/** One VM under one setting on one host. */
export interface MigrationData {
  vm: Vm;
  host: string;
  knobs: MigrationKnobs;
  settings: string;
  cases: { technique: string; hostPage: string }[];
}

/** A replay visits every page a few times, nanoseconds each; about so many replays a task. */
const PAGE_NS = 20;
const REPLAYS = 4;

/** The memory trace whose stores say how a VM writes. */
function filesOf(vm: Vm): Pick<Task, 'files'> {
  const { trace, format, process } = vm.workload;
  if (trace === undefined || !writesOfTrace(vm)) return {};
  return { files: [{ kind: 'memory-trace', path: trace, format, process }] };
}

export function expandMigration(scenario: Scenario): Task[] {
  const cells = cellsOf(scenario, { study: 'migration', pages: 'host', tlb: false });
  const tasks: Task[] = [];
  present(scenario.settings.migration).forEach(({ name, value }, variant) => {
    const groups = new Map<string, { data: MigrationData; cases: number[] }>();
    cells.forEach(({ vm, host, technique, hostPage }, position) => {
      const key = JSON.stringify([vm.name, host]);
      const group = groups.get(key) ?? {
        data: { vm, host, knobs: value as MigrationKnobs, settings: name, cases: [] },
        cases: [],
      };
      groups.set(key, group);
      group.cases.push(variant * cells.length + position);
      group.data.cases.push({ technique, hostPage });
    });
    for (const { data, cases } of groups.values()) {
      const weight = (data.vm.memory / PAGE_BYTES) * PAGE_NS * REPLAYS;
      tasks.push({ cases, weight, hosts: [data.host], ...filesOf(data.vm), data });
    }
  });
  return tasks;
}
