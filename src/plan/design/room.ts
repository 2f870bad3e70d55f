import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { leastHosts, placeableUnits, volumeBound } from '../placement/bounds.ts';
import { clusterProblem } from '../placement/cluster.ts';
import { fewestHosts } from '../placement/exact.ts';
import { planSettings } from '../settings.ts';
import type { TechniqueLoad } from '../technique/load.ts';
import type { HostModel } from './schema.ts';

/** Steps of one per cent that growth is rounded up to. */
const STEP = Math.log(1.01);
const GOLDEN = 0.618033988749895;

/** What decides how many hosts machines need. */
export interface RoomChoice {
  host: HostModel;
  cpuRatio: number;
  memoryRatio: number;
  sharing: number;
  technique: string;
}

/** Growth in steps of one per cent, rounded up. */
export const growthStep = (factor: number): number =>
  Math.max(0, Math.ceil(Math.log(factor) / STEP - 1e-9));

/** Machines grown by so many steps: copies spread evenly by the golden ratio, each list the begin of the next. */
export function grownMachines(vms: readonly InventoryVm[], step: number): InventoryVm[] {
  const wanted = Math.ceil(vms.length * Math.exp(step * STEP) - 1e-9);
  const copies = Array.from({ length: wanted - vms.length }, (_, i) => {
    const at = Math.floor((((i + 1) * GOLDEN) % 1) * vms.length);
    return vms[at];
  });
  return [...vms, ...copies.filter((vm) => vm !== undefined)];
}

/** A host of the catalogue as one of an inventory. */
export const hostOfModel = (model: HostModel, i: number): InventoryHost => ({
  name: `${model.name}-${i + 1}`,
  cluster: 'design',
  sockets: model.sockets,
  cores: model.cores,
  mhzPerCore: model.mhzPerCore,
  memoryMib: model.memoryGiB * 1024,
  state: 'up',
  speed: model.speed,
});

const keyOf = ({ host, cpuRatio, memoryRatio, sharing, technique }: RoomChoice) =>
  JSON.stringify([host.name, cpuRatio, memoryRatio, sharing, technique]);

/** Hosts for grown machines, each question answered once. */
export class RoomSearch {
  private readonly vms: readonly InventoryVm[];
  private readonly techniqueOf: (id: string) => TechniqueLoad | undefined;
  private readonly bounds = new Map<string, number>();
  private readonly packed = new Map<string, number>();
  private readonly summed = new Map<string, number>();
  packings = 0;

  constructor(vms: readonly InventoryVm[], techniqueOf: (id: string) => TechniqueLoad | undefined) {
    this.vms = vms;
    this.techniqueOf = techniqueOf;
  }

  private problem({ host, cpuRatio, memoryRatio, sharing, technique }: RoomChoice, step: number) {
    const vms = grownMachines(this.vms, step).map((vm) => ({
      ...vm,
      memoryMib: vm.memoryMib * (1 - sharing),
    }));
    const settings = planSettings.parse({ cpuRatio, memoryRatio, tolerateHosts: 0 });
    const load = this.techniqueOf(technique);
    const on = (count: number) =>
      clusterProblem(
        Array.from({ length: count }, (_, i) => hostOfModel(host, i)),
        vms,
        settings,
        undefined,
        load,
      ).problem;
    const one = on(1);
    const sums = volumeBound(
      one.needs,
      one.capacity.map((room) => room[0] ?? 0),
    );
    return {
      problem: on(Math.min(vms.length, 2 * sums + 8)),
      fits: placeableUnits(one),
      vms,
      sums,
    };
  }

  /** Hosts that the sums of needs alone ask for. */
  sums(choice: RoomChoice, step: number): number {
    const key = `${keyOf(choice)}/${step}`;
    const known = this.summed.get(key);
    if (known !== undefined) return known;
    const { sums } = this.problem(choice, step);
    this.summed.set(key, sums);
    return sums;
  }

  /** What no packing gets under. */
  bound(choice: RoomChoice, step: number): number {
    const key = `${keyOf(choice)}/${step}`;
    const known = this.bounds.get(key);
    if (known !== undefined) return known;
    const { problem, fits, vms } = this.problem(choice, step);
    const bound = fits.length < vms.length ? Number.POSITIVE_INFINITY : leastHosts(problem, fits);
    this.bounds.set(key, bound);
    return bound;
  }

  /**
   * Hosts a packing needs, which holds what any smaller growth does: the best over this step and larger ones, so that
   * fewer months of room never need more hosts, whatever a rule of thumb makes of them.
   */
  needed(choice: RoomChoice, step: number): number {
    const key = `${keyOf(choice)}/${step}`;
    const known = this.packed.get(key);
    if (known !== undefined) return known;
    let best = Number.POSITIVE_INFINITY;
    for (let at = step; this.bound(choice, at) < best; at++)
      best = Math.min(best, this.pack(choice, at));
    this.packed.set(key, best);
    return best;
  }

  private pack(choice: RoomChoice, step: number): number {
    this.packings++;
    const { problem } = this.problem(choice, step);
    const found = fewestHosts(problem, 0);
    return found.unplaced > 0 ? Number.POSITIVE_INFINITY : found.hosts;
  }
}
