import { present } from '../../elements.ts';
import { cellsOf } from '../../scenario/matrix.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Task } from '../study.ts';
import { type Disk, type DiskKnobs, diskOf } from './schema.ts';

/** One disk under one setting: replayed once, looked at on every host under every technique. */
export interface DisksData {
  disk: Disk;
  knobs: DiskKnobs;
  settings: string;
  cases: { vm: string; host: string; technique: string }[];
}

/** Replays of one disk and the queueing of its store, nanoseconds. */
const REPLAY_NS = 1e8;

/** The block trace a disk is replayed from; the device is known once inputs were looked at. */
function filesOf({ trace, format, device = '' }: Disk): Pick<Task, 'files'> {
  if (trace === undefined) return {};
  return { files: [{ kind: 'block-trace', path: trace, format, device }] };
}

export function expandDisks(scenario: Scenario): Task[] {
  const cells = cellsOf(scenario, { study: 'disks', pages: 'none', tlb: false });
  return present(scenario.settings.disks).flatMap(({ name, value }, variant) => {
    const groups = new Map<string, { data: DisksData; cases: number[] }>();
    cells.forEach(({ vm, host, technique }, position) => {
      const disk = diskOf(vm);
      const key = JSON.stringify(disk);
      const group = groups.get(key) ?? {
        data: { disk, knobs: value as DiskKnobs, settings: name, cases: [] },
        cases: [],
      };
      groups.set(key, group);
      group.cases.push(variant * cells.length + position);
      group.data.cases.push({ vm: vm.name, host, technique });
    });
    return [...groups.values()].map(({ data, cases }) => ({
      cases,
      weight: REPLAY_NS,
      hosts: [...new Set(data.cases.map(({ host }) => host))],
      ...filesOf(data.disk),
      data,
    }));
  });
}
