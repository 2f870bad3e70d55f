import { rounded } from '../../format.ts';
import type { Geometry, Host } from '../../hosts/host.ts';
import type { Sourced } from '../../sourced.ts';

const known = ({ status, unverified }: Pick<Geometry, 'status' | 'unverified'>): string =>
  unverified ? `${status}, unverified` : status;

function numberRow(what: string, number: Sourced) {
  const { value, low, high, unit } = number;
  const interval = low === high ? '' : `${rounded(low)} … ${rounded(high)}`;
  return {
    what,
    value: `${rounded(value)} ${unit}`,
    interval,
    'known as': known(number),
    source: number.source,
  };
}

function geometryRow(what: string, geometry: Geometry, note = '') {
  const { entries, ways } = geometry;
  const shape = ways === entries ? 'fully associative' : `${ways} ways`;
  const value = entries === 0 ? 'none' : `${entries} entries, ${shape}${note}`;
  return { what, value, interval: '', 'known as': known(geometry), source: geometry.source };
}

/** What one source measured, in one row, to be read beside what another did. */
export function measuredRow(by: string, { clockGhz, memory }: Host): Record<string, string> {
  const { l1d, l2, l3 } = memory.caches;
  const size = (what: number, { status }: Pick<Geometry, 'status'>) =>
    status === 'measured' ? String(what) : '-';
  const latency = ({ value, status }: Sourced) => (status === 'measured' ? value.toFixed(1) : '-');
  return {
    by,
    GHz: clockGhz.value.toFixed(2),
    'L1, L2, L3 KiB': [l1d, l2, l3].map((level) => size(level.kib, level)).join(', '),
    'L1, L2, L3, memory cycles': [l1d, l2, l3]
      .map((level) => level.latencyCycles)
      .concat(memory.dramCycles)
      .map(latency)
      .join(', '),
    'L1, L2 TLB entries': [memory.l1Dtlb['4K'], memory.l2Tlb]
      .map((tlb) => size(tlb.entries, tlb))
      .join(', '),
    'L2 TLB hit': latency(memory.l2Tlb.hitCycles),
  };
}

/** Every number of a profile: what, value, interval, status, source. */
export function hostRows(host: Host): Record<string, string>[] {
  const { memory, anchors } = host;
  const { l1d, l2, l3 } = memory.caches;
  const walk = memory.walkCache;
  return [
    numberRow('clock', host.clockGhz),
    ...Object.entries(memory.l1Dtlb).map(([size, tlb]) => geometryRow(`L1 DTLB ${size}`, tlb)),
    geometryRow('L2 TLB', memory.l2Tlb, ` (${memory.l2Tlb.pages.join(', ')})`),
    numberRow('L2 TLB hit', memory.l2Tlb.hitCycles),
    {
      what: 'walk caches',
      value: `PML5 ${walk.pml5}, PML4 ${walk.pml4}, PDPT ${walk.pdpt}, PD ${walk.pd}`,
      interval: '',
      'known as': 'estimated',
      source: walk.source,
    },
    ...Object.entries({ 'L1 data cache': l1d, 'L2 cache': l2, 'L3 cache': l3 }).flatMap(
      ([name, level]) => [
        geometryRow(`${name} ${level.kib} KiB`, level),
        numberRow(`${name} latency`, level.latencyCycles),
      ],
    ),
    numberRow('memory, local', memory.dramCycles),
    numberRow('memory, remote', memory.remoteDramCycles),
    numberRow('smallest exit', anchors.smallestExitCycles),
    numberRow('exit to user space', anchors.userExitCycles),
    numberRow('IPI to a halted vCPU', anchors.ipiWakeCycles),
    ...Object.entries(host.measured).map(([event, cost]) => numberRow(event, cost)),
  ];
}
