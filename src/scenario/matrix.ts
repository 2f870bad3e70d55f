import { namesOf } from '../hosts/earlier-ids.ts';
import { isWildcard, matchesName } from '../wildcard.ts';
import type { CellFilter, Scenario, TlbVariant } from './scenario.ts';
import type { Vm } from './vm.ts';

/** One combination a study is asked about. Axes a study does not use hold the first value. */
export interface Cell {
  vm: Vm;
  host: string;
  technique: string;
  guestPage: string;
  hostPage: string;
  tlb: TlbVariant | null;
}

/** Which axes beside VM, host and technique make cells of their own. */
export interface Axes {
  study: string;
  /** `pair`: guest and host page sizes; `host`: the host's alone; `none`: the first pair stands for all. */
  pages: 'pair' | 'host' | 'none';
  tlb: boolean;
}

const holds = (list: readonly string[] | undefined, value: string) =>
  list === undefined || list.some((pattern) => matchesName(pattern, value));
/** A host goes by its id and by the one it had before. */
const holdsHost = (list: readonly string[] | undefined, host: string) =>
  holds(list, host) || namesOf(host).some((name) => holds(list, name));

function matches(filter: CellFilter, cell: Cell, { study, pages, tlb }: Axes): boolean {
  const page =
    pages === 'pair'
      ? holds(filter.pages, `${cell.guestPage}/${cell.hostPage}`)
      : pages === 'host'
        ? filter.pages === undefined ||
          filter.pages.some((pair) => pair.endsWith(`/${cell.hostPage}`))
        : filter.pages === undefined;
  return (
    page &&
    (tlb ? holds(filter.tlb, cell.tlb?.name ?? '') : filter.tlb === undefined) &&
    (holds(filter.vms, cell.vm.kind) || holds(filter.vms, cell.vm.name)) &&
    holdsHost(filter.hosts, cell.host) &&
    holds(filter.techniques, cell.technique) &&
    holds(filter.studies, study)
  );
}

/** What is wanted, or all; a wildcard stands for names of the scenario. */
function pick(
  all: readonly string[],
  wanted: readonly string[] | undefined,
  matching: typeof holds = holds,
): readonly string[] {
  const found = wanted?.flatMap((name) =>
    isWildcard(name) ? all.filter((one) => matching([name], one)) : [name],
  );
  return found ? [...new Set(found)] : all;
}

/** The matrix of one block: VMs, hosts, page sizes, TLB variants, techniques; last axis fastest. */
function* block(scenario: Scenario, filter: CellFilter, axes: Axes): Generator<Cell> {
  const vms = scenario.vms.filter(
    ({ kind, name }) => holds(filter.vms, kind) || holds(filter.vms, name),
  );
  const pairs = pick(scenario.pages, filter.pages).map((pair) => pair.split('/'));
  const usedPairs = axes.pages === 'none' ? pairs.slice(0, 1) : pairs;
  const tlbs: (TlbVariant | null)[] = axes.tlb
    ? [null, ...(scenario.tlb ?? [])].filter((tlb) => holds(filter.tlb, tlb?.name ?? ''))
    : [null];
  for (const vm of vms) {
    for (const host of pick(scenario.hosts, filter.hosts, holdsHost)) {
      for (const [guestPage, hostPage] of usedPairs as [string, string][]) {
        for (const tlb of tlbs) {
          for (const technique of pick(scenario.techniques, filter.techniques)) {
            yield { vm, host, technique, guestPage, hostPage, tlb };
          }
        }
      }
    }
  }
}

/** Cells that were met: the settings of a million cells are few, and so are the sets of them that a VM has. */
class Seen {
  private readonly settings = new Map<string, number>();
  private readonly ofVm = new Map<string, Set<number>>();

  /** Whether the cell is new. */
  add(vm: string, setting: readonly string[]): boolean {
    const key = setting.join('\n');
    const number = this.settings.get(key) ?? this.settings.size;
    this.settings.set(key, number);
    const own = this.ofVm.get(vm) ?? new Set();
    this.ofVm.set(vm, own);
    return own.size !== own.add(number).size;
  }
}

/** Every cell of a study, in a fixed order: the matrix without what is excluded, then what is included, each cell once. */
export function* eachCell(scenario: Scenario, axes: Axes): Generator<Cell> {
  const seen = new Seen();
  const isNew = (cell: Cell) => {
    const guest = axes.pages === 'pair' ? cell.guestPage : '';
    const host = axes.pages === 'none' ? '' : cell.hostPage;
    const setting = [cell.host, cell.technique, guest, host, cell.tlb?.name ?? ''];
    return seen.add(cell.vm.name, setting);
  };
  for (const cell of block(scenario, {}, axes)) {
    if (!scenario.exclude.some((filter) => matches(filter, cell, axes)) && isNew(cell)) yield cell;
  }
  for (const filter of scenario.include) {
    if (!holds(filter.studies, axes.study)) continue;
    for (const cell of block(scenario, filter, axes)) if (isNew(cell)) yield cell;
  }
}

/** The same as a list. */
export const cellsOf = (scenario: Scenario, axes: Axes): Cell[] => [...eachCell(scenario, axes)];
