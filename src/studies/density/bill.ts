import { present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { MONTH_HOURS } from '../../plan/prices.ts';
import { type Cell, cellsOf } from '../../scenario/matrix.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Need } from '../../scenario/vm.ts';
import { type Status, weakest } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { isContained } from '../../techniques/technique.ts';
import { GIB } from '../../units.ts';
import { cellsBy, type Span, spanCells, spanOf, sumOf } from '../cells.ts';
import type { CaseOf } from '../column.ts';
import type { DisksRow } from '../disks/columns.ts';
import type { MigrationRow } from '../migration/columns.ts';
import type { SharingRow } from '../sharing/columns.ts';
import type { SteadyRow } from '../steady/columns.ts';
import { type Choice, chosenStudies } from './choice.ts';
import type { DensityRow } from './columns.ts';
import { memoryTerms } from './memory.ts';
import type { DensityKnobs } from './schema.ts';

/** Rows of the studies a bill is made of. */
interface BilledRows {
  steady: SteadyRow;
  migration: MigrationRow;
  sharing: SharingRow;
  disks: DisksRow;
}
type BilledStudy = keyof BilledRows;

export type StudyRows = { readonly [S in BilledStudy]?: readonly BilledRows[S][] };

const MONTH_S = MONTH_HOURS * 3600;
export const parts = ['steady', 'migration', 'sharing', 'snapshots'] as const;
export type BillPart = (typeof parts)[number];

/** A part of the bill in CPUs, and how it is known; null status: that study was not asked. */
interface Part {
  cpus: Span;
  status: Status | 'not asked';
}

const zero: Span = { value: 0, low: 0, high: 0 };
const notAsked: Part = { cpus: zero, status: 'not asked' };

const scaled = (span: Span | null, factor: number): Span =>
  span ? { value: span.value * factor, low: span.low * factor, high: span.high * factor } : zero;
const plus = (...spans: readonly Span[]): Span => ({
  value: spans.reduce((sum, { value }) => sum + value, 0),
  low: spans.reduce((sum, { low }) => sum + low, 0),
  high: spans.reduce((sum, { high }) => sum + high, 0),
});

/** How many combinations of settings a scenario's bills are made for. */
export const choiceCount = ({ settings, studies }: Scenario): number =>
  chosenStudies.reduce(
    (count, study) =>
      studies.includes(study) ? count * Math.max(1, settings[study]?.length ?? 0) : count,
    1,
  );

/** Every combination of the settings of the studies, those of the last fastest. */
export function choicesOf({ settings, studies }: Scenario): Choice[] {
  let all: Choice[] = [{ steady: '', migration: '', sharing: '', disks: '', density: '' }];
  for (const study of chosenStudies) {
    const variants = studies.includes(study) ? (settings[study] ?? []) : [];
    const names = variants.map(({ name }) => name);
    if (names.length > 0) {
      all = all.flatMap((choice) => names.map((name) => ({ ...choice, [study]: name })));
    }
  }
  return all;
}

/** `migration link 10Gbps; sharing pagesToScan 1000`: what tells a bill from its siblings. */
export const choiceName = (choice: Choice): string =>
  chosenStudies
    .filter((study) => choice[study] !== '')
    .map((study) => (study === 'density' ? choice[study] : `${study} ${choice[study]}`))
    .join('; ');

/** Rows of other studies by the cell they are about and their settings. */
export class Lookup {
  private readonly byKey = new Map<string, BilledRows[BilledStudy]>();
  private readonly choice: Choice;

  constructor(rows: StudyRows, choice: Choice, shared?: Lookup) {
    this.choice = choice;
    if (shared) {
      this.byKey = shared.byKey;
      return;
    }
    const steady = rows.steady?.filter((row) => row.tlb === '');
    this.add('steady', steady, ['workload', 'host', 'technique', 'guest_page', 'host_page']);
    this.add('migration', rows.migration, ['vm', 'host', 'technique', 'host_page']);
    this.add('sharing', rows.sharing, ['vm', 'host', 'technique', 'host_page']);
    this.add('disks', rows.disks, ['vm', 'host', 'technique']);
  }

  private add<S extends BilledStudy>(
    study: S,
    rows: readonly BilledRows[S][] = [],
    columns: readonly (keyof BilledRows[S])[],
  ) {
    for (const row of rows) {
      const key = JSON.stringify([study, row.settings, ...columns.map((column) => row[column])]);
      if (!this.byKey.has(key)) this.byKey.set(key, row);
    }
  }

  /** The same rows under other settings. */
  under(choice: Choice): Lookup {
    return new Lookup({}, choice, this);
  }

  steady({ vm, host, technique, guestPage }: Cell, hostPage: string): SteadyRow | undefined {
    return this.at('steady', vm.name, host, technique, guestPage, hostPage);
  }
  migration({ vm, host, technique, hostPage }: Cell): MigrationRow | undefined {
    return this.at('migration', vm.name, host, technique, hostPage);
  }
  sharing({ vm, host, technique, hostPage }: Cell): SharingRow | undefined {
    return this.at('sharing', vm.name, host, technique, hostPage);
  }
  disks({ vm, host, technique }: Cell): DisksRow | undefined {
    return this.at('disks', vm.name, host, technique);
  }
  private at<S extends BilledStudy>(study: S, ...key: string[]) {
    // The key begins with the study, which tells whose row it is.
    const row = this.byKey.get(JSON.stringify([study, this.choice[study], ...key]));
    return row as BilledRows[S] | undefined;
  }
}

/** How much longer a cell's walks are once its large host pages are split; 0 where they are not large, or nobody asked. */
function splitWalks(cell: Cell, lookup: Lookup): number {
  if (cell.hostPage === '4K' || techniqueById(cell.technique).mmu !== 'nested') return 0;
  const [large, small] = [lookup.steady(cell, cell.hostPage), lookup.steady(cell, '4K')];
  if (!large || !small) return 0;
  return Math.max(0, small.overhead_ratio - large.overhead_ratio);
}

function partsOf(cell: Cell, lookup: Lookup, base: number): Record<BillPart, Part> {
  const steady = lookup.steady(cell, cell.hostPage);
  const migration = lookup.migration(cell);
  const sharing = lookup.sharing(cell);
  const disks = lookup.disks(cell);
  const { vcpus } = cell.vm;
  const walks = splitWalks(cell, lookup);
  const overhead = steady && {
    value: steady.overhead_ratio,
    low: steady.overhead_low,
    high: steady.overhead_high,
  };
  const monthly = (row: MigrationRow): Span => {
    const perS = row.per_month / MONTH_S;
    const seconds = row.total_s ?? 0;
    const host = (row.host_cpu_s ?? 0) * perS;
    const longer = walks * base * seconds * perS;
    const rest = { value: host + longer, low: host, high: host + longer };
    return plus(scaled(spanOf(row, 'slowdown_ratio'), vcpus * seconds * perS), rest);
  };
  const shared = (row: SharingRow): Span => {
    const lost = row.huge_lost_ratio * walks * base;
    const longer = { value: lost, low: 0, high: lost };
    return plus(
      spanOf(row, 'scan_cpus') ?? zero,
      scaled(spanOf(row, 'break_ratio'), vcpus),
      longer,
    );
  };
  return {
    steady: steady
      ? { cpus: scaled(present(overhead), base), status: steady.weakest_status as Status }
      : notAsked,
    migration: migration
      ? { cpus: monthly(migration), status: migration.status as Status }
      : notAsked,
    sharing: sharing ? { cpus: shared(sharing), status: sharing.status as Status } : notAsked,
    snapshots: disks
      ? { cpus: spanOf(disks, 'cpus') ?? zero, status: disks.status as Status }
      : notAsked,
  };
}

/** What of a VM's needs its technique does not offer here. */
function lacking(cell: Cell, lookup: Lookup): Need[] {
  const technique = techniqueById(cell.technique);
  const contained = isContained(technique);
  const direct = technique.io === 'pass-through' || technique.io === 'sr-iov';
  const migration = lookup.migration(cell);
  const moves = migration
    ? migration.verdict === 'completes' && !contained
    : technique.cpu !== 'native' && !contained && !direct;
  const disks = lookup.disks(cell);
  const offers: Record<Need, boolean> = {
    'own-kernel': !contained,
    'live-migration': moves,
    snapshots: disks ? disks.reason === '' : !direct,
  };
  return cell.vm.needs.filter((need) => !offers[need]);
}

/** Price of a host for a month: stated, or by its cores and memory. */
export function hostOf(host: Host, knobs: DensityKnobs) {
  const memory = knobs.memory ?? knobs.memoryPerCore * host.cores;
  const price =
    knobs.hostPrice ?? knobs.pricePerCore * host.cores + (knobs.pricePerGib * memory) / GIB;
  return { cpus: host.cores * knobs.cpuUse, memory, price };
}

/** A count of VMs from a division that may come out a hair below a whole number. */
const whole = (count: number) => Math.floor(count * (1 + 1e-12));

/** The consolidation ratio: how many VMs of this kind a host holds, and what there is no more of. */
function vmsPerHost(host: ReturnType<typeof hostOf>, cpus: number, memory: number, alone: boolean) {
  const byCpu = cpus > 0 ? whole(host.cpus / cpus) : Number.POSITIVE_INFINITY;
  const byMemory = whole(host.memory / memory);
  const vms = Math.min(byCpu, byMemory, alone ? 1 : Number.POSITIVE_INFINITY);
  const binds = alone && vms === 1 ? 'one system per machine' : byCpu < byMemory ? 'CPU' : 'memory';
  return { vms, binds };
}

/** One bill: what a VM costs under a technique on a host, part by part. */
export function billRow(
  cell: Cell,
  lookup: Lookup,
  knobs: DensityKnobs,
  choice: Choice,
  host: Host,
): CaseOf<DensityRow> {
  const { vm } = cell;
  const technique = techniqueById(cell.technique);
  const base = vm.vcpus * vm.load;
  const bill = partsOf(cell, lookup, base);
  const added = plus(...parts.map((part) => bill[part].cpus));
  const total = plus({ value: base, low: base, high: base }, added);
  const migration = lookup.migration(cell);
  const shared = Math.max(0, lookup.sharing(cell)?.saved_bytes ?? 0);
  const beside = sumOf(memoryTerms(technique, vm.memory, vm.vcpus), 'overhead_bytes');
  const memory = vm.memory + beside.value - shared;
  const machine = hostOf(host, knobs);
  const alone = technique.cpu === 'native';
  const { vms, binds } = vmsPerHost(machine, total.value, memory, alone);
  const priceAt = (cpus: number, bytes: number) => {
    const count = vmsPerHost(machine, cpus, vm.memory + bytes - shared, alone).vms;
    return count > 0 ? machine.price / count : null;
  };
  const price = vms > 0 ? machine.price / vms : null;
  const span =
    price === null
      ? null
      : {
          value: price,
          low: priceAt(total.low, beside.low) ?? price,
          high: priceAt(total.high, beside.high) ?? price,
        };
  return {
    ...{ vm: vm.name, host: cell.host, technique: cell.technique },
    ...{ guest_page: cell.guestPage, host_page: cell.hostPage, base_cpus: base },
    settings: choiceName(choice),
    ...cellsBy(chosenStudies, (study) => [`${study}_settings`, choice[study]]),
    ...spanCells('steady_cpus', bill.steady.cpus),
    ...spanCells('migration_cpus', bill.migration.cpus),
    ...spanCells('sharing_cpus', bill.sharing.cpus),
    ...spanCells('snapshots_cpus', bill.snapshots.cpus),
    ...cellsBy(parts, (part) => [`${part}_status`, bill[part].status]),
    ...spanCells('total_cpus', total),
    ...spanCells('overhead', base > 0 ? scaled(added, 1 / base) : null),
    while_migrating_ratio: migration?.slowdown_ratio ?? null,
    while_migrating_walks_ratio: migration?.total_s == null ? null : splitWalks(cell, lookup),
    guest_bytes: vm.memory,
    ...spanCells('overhead_bytes', beside),
    ...{ shared_bytes: shared, memory_bytes: memory, vms_per_host: vms },
    binds: vms === 0 ? `${binds}: not one fits` : binds,
    ...spanCells('price', span),
    currency: knobs.currency,
    needs: vm.needs.join(','),
    lacks: lacking(cell, lookup).join(','),
    rank: null,
    measure_next: '',
  };
}

/** Status of the whole: the least trusted part that was asked. */
export const billStatus = (row: CaseOf<DensityRow>): Status =>
  weakest(
    parts
      .map((part) => row[`${part}_status`])
      .filter((status) => status !== 'not asked')
      .map((status) => status as Status),
  );

/** Cells of the bill: those running was asked for, or all of the matrix where it was not. */
export function billCells(scenario: Scenario, lookup: Lookup): Cell[] {
  const cells = cellsOf(scenario, { study: 'density', pages: 'pair', tlb: false });
  return scenario.studies.includes('steady')
    ? cells.filter((cell) => lookup.steady(cell, cell.hostPage) !== undefined)
    : cells;
}
