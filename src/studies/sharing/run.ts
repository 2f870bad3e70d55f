import { present } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/ksm/machine.ts';
import type { Vm } from '../../scenario/vm.ts';
import { weakest } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { GIB } from '../../units.ts';
import { spanCells, spanOf, sumOf } from '../cells.ts';
import type { CaseOf } from '../column.ts';
import type { Task, TaskInputs } from '../study.ts';
import type { SharingRow } from './columns.ts';
import type { SharingData } from './expand.ts';
import type { SharingKnobs } from './schema.ts';
import { type Merging, machinesTogether, simulateMerging } from './simulate.ts';
import { breakShareTerms, breakTerms, type Sharer, scanTerm, sharerOf } from './terms.ts';

const PAGES_OF_2M = 512;

/** Cells that depend on who shares. */
type SharedCells = Omit<
  CaseOf<SharingRow>,
  | 'vm'
  | 'host'
  | 'technique'
  | 'host_page'
  | 'settings'
  | 'mechanism'
  | 'reason'
  | 'machines'
  | 'status'
>;

const nothing: SharedCells = {
  saved_bytes: 0,
  ...spanCells('settle_s', null),
  ...spanCells('scan_cpus', { value: 0, low: 0, high: 0 }),
  breaks_per_s: 0,
  ...spanCells('break_us', null),
  ...spanCells('break_ratio', { value: 0, low: 0, high: 0 }),
  huge_lost_ratio: 0,
  cpu_s_per_gib_hour: null,
};

/** Containers have one copy of each file of a shared layer in the page cache; nothing is scanned, nothing breaks. */
function pageCache(vm: Vm, machines: number): SharedCells {
  const shared = vm.contents.shared * vm.memory * (1 - 1 / machines);
  return { ...nothing, saved_bytes: shared, cpu_s_per_gib_hour: shared > 0 ? 0 : null };
}

function scannedCells(
  { vm, knobs }: SharingData,
  merging: Merging,
  one: { technique: string; hostPage: string },
  inputs: { host: ReturnType<TaskInputs['host']> },
): SharedCells {
  const technique = techniqueById(one.technique);
  const breaksPerS = (merging.mergedPages * knobs.rewritten) / 3600;
  const shareTerms = breakShareTerms(technique, inputs.host, vm, breaksPerS);
  const breaks = sumOf(breakTerms(technique, inputs.host), 'break_us');
  const ratio = sumOf(shareTerms, 'break_ratio');
  const merged = (merging.mergedPages * PAGE_BYTES) / vm.memory;
  const large = one.hostPage !== '4K' && technique.mmu === 'nested';
  const cpus = merging.scanCpus.value + ratio.value * vm.vcpus;
  return {
    saved_bytes: merging.savedBytes,
    ...spanCells('settle_s', merging.settleS),
    ...spanCells('scan_cpus', merging.scanCpus),
    breaks_per_s: breaksPerS,
    ...spanCells('break_us', breaks),
    ...spanCells('break_ratio', ratio),
    // A large page survives while none of its pages merges.
    huge_lost_ratio: large ? 1 - (1 - Math.min(1, merged)) ** PAGES_OF_2M : 0,
    cpu_s_per_gib_hour: merging.savedBytes > 0 ? (3600 * cpus) / (merging.savedBytes / GIB) : null,
  };
}

const statusOf = (
  { mechanism }: Sharer,
  techniqueId: string,
  host: ReturnType<TaskInputs['host']>,
) =>
  mechanism === 'scanner'
    ? weakest(breakTerms(techniqueById(techniqueId), host).map(({ status }) => status))
    : mechanism === 'page-cache'
      ? 'estimated'
      : 'derived';

/** One kind of VM under one setting: the scanner is simulated once. */
export async function runSharing(
  { data }: Task,
  inputs: TaskInputs,
): Promise<CaseOf<SharingRow>[]> {
  const sharing = data as SharingData;
  const { vm, knobs, settings, cases } = sharing;
  const scanned = cases.some(
    ({ technique }) => sharerOf(techniqueById(technique), knobs.enabled).mechanism === 'scanner',
  );
  const images = scanned && vm.contents.image !== undefined ? await inputs.images() : null;
  const merging = scanned ? simulateMerging(vm, knobs, inputs.seed, images) : null;
  return cases.map((one) => {
    const host = inputs.host(one.host);
    const sharer = sharerOf(techniqueById(one.technique), knobs.enabled);
    const machines = machinesTogether(vm, knobs as SharingKnobs);
    const cells =
      merging && sharer.mechanism === 'scanner'
        ? scannedCells(sharing, merging, one, { host })
        : sharer.mechanism === 'page-cache'
          ? pageCache(vm, machines)
          : nothing;
    return {
      ...{ vm: vm.name, host: one.host, technique: one.technique, host_page: one.hostPage },
      ...{ settings, mechanism: sharer.mechanism, reason: sharer.reason, machines },
      ...cells,
      status: statusOf(sharer, one.technique, host),
    };
  });
}

/** The scanner's own term of a stored row. */
export const storedScan = (row: SharingRow) => scanTerm(present(spanOf(row, 'scan_cpus')));
