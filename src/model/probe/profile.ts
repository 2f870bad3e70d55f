import { lastOf, nth } from '../../elements.ts';
import { assumedCycles, recalled } from '../../hosts/geometry.ts';
import type { CacheLevel, Geometry, Host } from '../../hosts/host.ts';
import { exitGuess, part } from '../../hosts/part.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';
import { cacheHierarchy } from './caches.ts';
import type { Curves } from './curves.ts';
import { type Flatness, kneeBetween, type Plateau, type Point, plateaus } from './knees.ts';
import { type MachineFacts, vendorOf } from './machine.ts';
import { measured, waysFor } from './measured.ts';

/** Cycles beyond the same lines packed into few pages. */
const tlbFlatness: Flatness = { relative: 0.3, absolute: 3, points: 4 };
/** A profile of a machine, and in words what of it was not measured. */
export interface ProbedHost {
  host: Host;
  unmeasured: string[];
}

interface Found {
  curve: Point[];
  plateaus: Plateau[];
}

/** Extra cycles of touching one line in each of n pages over n lines in few pages. */
function translationLevels(curves: Curves): Found {
  const packed = new Map(curves.lines.map(({ count, least }) => [count, least]));
  const first = curves.lines[0];
  const curve = curves.pages.flatMap(({ count, least }) => {
    const base = packed.get(count) ?? (first && count < first.count ? first.least : undefined);
    if (base === undefined) return [];
    return [{ x: count, y: Math.max(0, least - base) / curves.cycleNs.least }];
  });
  return { curve, plateaus: plateaus(curve, tlbFlatness) };
}

/** The host profile that one set of curves tells; what they do not tell is assumed and named. */
export function profileOf(id: string, curves: Curves, machine: MachineFacts): ProbedHost {
  const unmeasured: string[] = [];
  const by = `pointer chase (${curves.title}) on this machine`;
  const ghz = 1 / curves.cycleNs.least;
  const { l1d, l2, l3, memory } = cacheHierarchy(curves, machine, by, unmeasured);
  const smallPages = machine.hugePages !== 'always' || curves.title === 'native';
  const tlb = translationStructures(translationLevels(curves), by, smallPages, unmeasured);
  unmeasured.push(
    'TLB entries for 2 MiB and 1 GiB pages, and all ways of TLBs',
    'page-walk caches and nested TLB: no vendor discloses them and a chase does not tell them apart',
    'memory of a remote node',
    'exits (hypercall, exit to user space, IPI wake-up): they need a hypervisor of our own',
    'the constant clock of the time-stamp counter: the clock here is that of the probing core',
  );

  const base = part({
    id,
    title: `This machine: ${machine.model}`,
    ghz,
    cores: machine.cores,
    threadsPerCore: machine.threadsPerCore ?? 1,
    numaNodes: machine.numaNodes ?? 1,
    ...tlb,
    caches: { l1d, l2, l3 },
    dram: memory ?? memoryBehind(l3, ghz),
    smallestExit: exitGuess[vendorOf(machine)],
  });
  const clock: Sourced = {
    ...sourced(ghz, 'GHz', 'measured', `dependent additions (${curves.title}), one cycle each`),
    low: Math.min(ghz, 1 / curves.cycleNs.middle),
  };
  return {
    host: { ...base, clockGhz: clock, coreGhz: clock, kpti: machine.kpti ?? false },
    unmeasured,
  };
}

/** Memory that was not reached: 90 ns, and never nearer than the last level. */
const memoryBehind = ({ latencyCycles }: CacheLevel, ghz: number): Sourced =>
  unverified(
    Math.max(90 * ghz, 1.2 * latencyCycles.value),
    'cycles',
    'assumed: 90 ns or a fifth beyond the last level; not reached by the probe',
    0.4,
  );

function translationStructures(
  { curve, plateaus: found }: Found,
  by: string,
  smallPages: boolean,
  unmeasured: string[],
): Pick<Host['memory'], 'l1Dtlb' | 'l2Tlb'> {
  const [l1, l2, beyond] = found;
  const geometry = (entries: number, [low, high]: [number, number]): Geometry => {
    const [ways, why] = waysFor(entries);
    return {
      entries,
      ways,
      status: 'measured',
      source: `${by}: reach between ${low} and ${high} pages of 4 KiB; ${why}`,
    };
  };
  let l1Dtlb: Geometry = recalled(64, 4);
  if (!smallPages) {
    unmeasured.push(
      'first-level TLB: huge pages back the memory here, so 4 KiB pages cannot be probed',
    );
  } else if (l1 && l2) {
    const knee = kneeBetween(curve, l1, l2);
    l1Dtlb = geometry(knee.size, [knee.low, knee.high]);
  } else unmeasured.push('first-level TLB: no second level of cost in the curve');

  let l2Tlb: Geometry = recalled(1536, 12);
  if (smallPages && l1 && l2) {
    // Where walks begin to cost there need be no plateau: the next points are enough.
    const after = curve.filter(({ x }) => x > l2.to);
    if (after.length > 0) {
      const next = beyond ?? { from: lastOf(after).x, level: lastOf(after).y };
      const knee = kneeBetween(curve, l2, { ...l2, ...next });
      l2Tlb = geometry(beyond ? knee.size : l2.to, [l2.to, nth(after, 0).x]);
    } else unmeasured.push(`second-level TLB: reach beyond ${l2.to} pages, all that was probed`);
  } else unmeasured.push('second-level TLB: not told apart');
  const hitCycles = smallPages && l1 && l2 ? measured(l2, by) : assumedCycles(8);
  return { l1Dtlb: { '4K': l1Dtlb }, l2Tlb: { ...l2Tlb, pages: ['4K', '2M'], hitCycles } };
}
