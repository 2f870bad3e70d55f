import { nth } from '../../../../elements.ts';
import type { Host } from '../../../../hosts/host.ts';
import { hostById } from '../../../../hosts/index.ts';
import type { RunRecord } from '../../../../results/record.ts';
import type { Vm } from '../../../../scenario/vm.ts';
import type { MigrationKnobs, Writes } from '../../../../studies/migration/schema.ts';
import { mixById } from '../../../../workloads/mixes/index.ts';
import { factorOf } from '../choices.ts';
import type { Values } from '../protocol.ts';

/** What a page of a run holds beside its tables: the record of the run. */
export type RunData = Pick<RunRecord, 'scenario' | 'profiles' | 'seed'>;

/** VMs whose stream is a pattern: the others replay files. */
export const patternVms = ({ scenario }: RunData): Vm[] =>
  scenario.vms.filter(({ workload }) => workload.pattern !== undefined);

/** What a reader chose, names checked against what there is. */
export interface Chosen {
  vm: Vm;
  host: Host;
  /** Empty: all of the page. */
  technique: string;
  pages: string;
  footprint: number;
  events: number;
  tlb: number;
  memory: number;
  writes: number;
  link: number;
  downtime: number;
}

export function chosenOf(data: RunData, values: Values): Chosen {
  const { scenario, profiles = [] } = data;
  const vms = patternVms(data);
  const vm = vms.find(({ name }) => name === values.vm) ?? nth(vms, 0);
  const of = (id: string) => factorOf(values[id]);
  return {
    vm,
    host: hostById(values.host ?? nth(scenario.hosts, 0), profiles),
    technique: values.technique ?? '',
    pages: values.pages ?? nth(scenario.pages, 0),
    ...{ footprint: of('footprint'), events: of('events'), tlb: of('tlb') },
    ...{ memory: of('memory'), writes: of('writes'), link: of('link'), downtime: of('downtime') },
  };
}

export const writesOf = (vm: Vm): Writes => vm.writes as Writes;

/** Settings of migration the page asked first; null where it did not ask. */
export function migrationOf({ scenario }: RunData): MigrationKnobs | null {
  if (!scenario.studies.includes('migration')) return null;
  return nth(scenario.settings.migration ?? [], 0).value as MigrationKnobs;
}

const DEFAULT_WRITES = 2000;
export const rateOf = (vm: Vm): number => writesOf(vm).rate ?? DEFAULT_WRITES;

/** Whether moving this VM can be computed without a file. */
export const moves = (data: RunData, vm: Vm): boolean =>
  migrationOf(data) !== null && writesOf(vm).pattern !== 'trace';

function eventsOf({ vm, events }: Chosen) {
  const given = vm.workload.events;
  if (events === 1) return given;
  const rates = typeof given === 'string' ? mixById(given).perMillionInstructions : given;
  return Object.fromEntries(Object.entries(rates).map(([id, rate]) => [id, rate * events]));
}

/** The VM as a scenario states it, with what was changed; what neither study asks for is left out. */
function vmDocument(chosen: Chosen, accesses: number) {
  const { vm, footprint, memory, writes } = chosen;
  const { trace, format, process, pattern, events, ...workload } = vm.workload;
  const { from, rate, workingSet, ...written } = writesOf(vm);
  const bytes = Math.round(vm.memory * memory);
  return {
    name: vm.kind,
    ...{ vcpus: vm.vcpus, memory: bytes, load: vm.load },
    ...{ count: vm.count, needs: vm.needs, network: vm.network },
    workload: {
      ...workload,
      pattern: {
        ...pattern,
        footprint: Math.round((pattern?.footprint ?? 0) * footprint),
        accesses,
      },
      events: eventsOf(chosen),
    },
    writes: {
      ...written,
      ...(workingSet === undefined ? {} : { workingSet: Math.min(workingSet, bytes) }),
      ...(rate === undefined && writes === 1 ? {} : { rate: rateOf(vm) * writes }),
    },
    deviceState: vm.deviceState,
  };
}

/** Entries of the second-level TLB with what was changed. */
export const tlbEntries = ({ host, tlb }: Chosen): number =>
  Math.max(host.memory.l2Tlb.ways, Math.round(host.memory.l2Tlb.entries * tlb));

/** The question as a scenario file: what the page computes is what `virtcost run` computes of it. */
export function documentOf(data: RunData, chosen: Chosen, accesses?: number) {
  const { scenario } = data;
  const { vm, host, technique, pages, tlb, link, downtime } = chosen;
  const knobs = moves(data, vm) ? migrationOf(data) : null;
  const builtIn = !data.profiles?.some(({ id }) => id === host.id);
  const l2 = { entries: tlbEntries(chosen), ways: host.memory.l2Tlb.ways };
  const [steady] = scenario.settings.steady ?? [];
  return {
    ...{ name: 'what-if', seed: data.seed },
    studies: knobs ? ['steady', 'migration'] : ['steady'],
    hosts: [builtIn ? host.id : `./${host.id}.json`],
    techniques: technique === '' ? scenario.techniques : [...new Set(['bare-metal', technique])],
    pages: [pages],
    vms: [vmDocument(chosen, accesses ?? vm.workload.pattern?.accesses ?? 0)],
    ...(tlb === 1 ? {} : { tlb: [{ name: 'what-if', l2 }], exclude: [{ tlb: [''] }] }),
    ...(steady ? { steady: steady.value } : {}),
    ...(knobs
      ? { migration: { ...knobs, link: knobs.link * link, downtime: knobs.downtime * downtime } }
      : {}),
  };
}
