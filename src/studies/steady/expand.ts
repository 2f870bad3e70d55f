import { present } from '../../elements.ts';
import { type Cell, eachCell } from '../../scenario/matrix.ts';
import type { Scenario, TlbVariant } from '../../scenario/scenario.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';
import type { Task } from '../study.ts';
import { busyPackets } from './network.ts';
import type { SteadyKnobs } from './schema.ts';

/** One row of a task: what of the shared simulation it looks at. */
export interface SteadyCase {
  vm: string;
  technique: string;
  hostPage: string;
  /** Packets per second of a busy vCPU. */
  packets: number;
  settings: string;
  exitDamage: SteadyKnobs['exitDamage'];
}

/** One address stream on one host with one guest page size: what is walked is walked once for all of its rows. */
export interface SteadyData {
  workload: Omit<WorkloadCase, 'name'>;
  host: string;
  guestPage: string;
  tlb: TlbVariant | null;
  cases: SteadyCase[];
}

/** An access of a pattern or of a trace of about a million, in every mode that is walked, nanoseconds. */
const ACCESS_NS = 400;
const TRACE_ACCESSES = 1e6;

/** What cells have to have alike to be walked together; neighbours mostly do, so the last key is kept. */
class StreamKeys {
  private readonly workloads = new Map<Cell['vm'], string>();
  private last: { cell: Cell; key: string } | undefined;

  of(cell: Cell): string {
    const { vm, host, guestPage, tlb } = cell;
    const { cell: before, key: known } = this.last ?? {};
    const alike = before?.vm === vm && before.host === host && before.guestPage === guestPage;
    if (alike && before.tlb === tlb && known !== undefined) return known;
    const workload = this.workloads.get(vm) ?? JSON.stringify(vm.workload);
    this.workloads.set(vm, workload);
    const key = JSON.stringify([workload, host, guestPage, tlb]);
    this.last = { cell, key };
    return key;
  }
}

export function expandSteady(scenario: Scenario): Task[] {
  const groups = new Map<string, { data: SteadyData; cases: number[] }>();
  const keys = new StreamKeys();
  let count = 0;
  present(scenario.settings.steady).forEach(({ name: settings, value }, variant) => {
    const { exitDamage } = value as SteadyKnobs;
    let position = variant * count;
    for (const cell of eachCell(scenario, { study: 'steady', pages: 'pair', tlb: true })) {
      const key = keys.of(cell);
      const group = groups.get(key) ?? { data: dataOf(cell), cases: [] };
      groups.set(key, group);
      group.cases.push(position++);
      const { technique, hostPage } = cell;
      const packets = busyPackets(cell.vm);
      group.data.cases.push({
        ...{ vm: cell.vm.name, technique, hostPage, packets, settings, exitDamage },
      });
    }
    if (variant === 0) count = position;
  });
  return [...groups.values()].map(({ data, cases }) => {
    const { trace, format, process, pattern } = data.workload;
    const hostPages = new Set(data.cases.map(({ hostPage }) => hostPage)).size;
    return {
      cases,
      weight: (1 + hostPages) * ACCESS_NS * (pattern?.accesses ?? TRACE_ACCESSES),
      hosts: [data.host],
      ...(trace === undefined
        ? {}
        : { files: [{ kind: 'memory-trace' as const, path: trace, format, process }] }),
      data,
    };
  });
}

function dataOf({ vm, host, guestPage, tlb }: Cell): SteadyData {
  return { workload: vm.workload, host, guestPage, tlb, cases: [] };
}
