import type { Cluster } from './cluster.ts';
import type { History } from './history.ts';
import type { Overload } from './overload.ts';
import type { Quirks } from './quirks.ts';
import { hostModels } from './setup.ts';
import { specPower } from './spec-power.ts';

export interface Move {
  vm: number;
  target: number;
}

/**
 * Chooses hosts for VMs and, every tick, moves: VMs leave over-utilised hosts, least memory first, then the least
 * utilised hosts are emptied where all their VMs fit elsewhere. It works on the cluster's own lists and puts them
 * back before it returns its moves.
 */
export class Consolidation {
  private readonly cluster: Cluster;
  private readonly history: History;
  private readonly overload: Overload;
  private readonly quirks: Quirks;
  /** Sums over each host's list: MIPS given and requested. */
  private readonly given: Float64Array;
  private readonly asked: Float64Array;
  private readonly ramMb: Float64Array;
  /** Set where the shares are already in map order, as a trial placement leaves them. */
  private readonly inMapOrder: Uint8Array;
  /** Watts at the utilisation last recorded. */
  private readonly recordedWatts: Float64Array;
  private readonly saved = new Map<number, number[]>();
  /** While VMs are placed at boot, those already placed ask for nothing yet. */
  private booting = false;

  constructor(cluster: Cluster, history: History, overload: Overload, quirks: Quirks) {
    this.cluster = cluster;
    this.history = history;
    this.overload = overload;
    this.quirks = quirks;
    this.given = new Float64Array(cluster.hosts);
    this.asked = new Float64Array(cluster.hosts);
    this.ramMb = new Float64Array(cluster.hosts);
    this.inMapOrder = new Uint8Array(cluster.hosts);
    this.recordedWatts = new Float64Array(cluster.hosts);
  }

  /** First placement of VM `vm`; -1 when no host fits. `fits` is the memory and bandwidth test of boot time. */
  boot(vm: number, fits: (host: number) => boolean): number {
    this.booting = true;
    const hosts = [];
    for (let host = 0; host < this.cluster.hosts; host++) {
      if (vm === 0) this.refresh(host);
      if (fits(host)) hosts.push(host);
    }
    const host = this.findHost(vm, hosts);
    if (host >= 0) this.add(host, vm);
    this.booting = false;
    return host;
  }

  /** The moves of one tick. */
  moves(): Move[] {
    const { cluster } = this;
    const every = Array.from({ length: cluster.hosts }, (_, host) => host);
    for (const host of every) this.refresh(host);
    const over = every.filter((host) => this.isOver(host));
    const overSet = new Set(over);
    const leaving = over.flatMap((host) => this.relieve(host));
    const moves = this.placeAll(
      leaving,
      every.filter((host) => !overSet.has(host)),
    );
    const on = every.filter((host) => !overSet.has(host) && cluster.usedMips[host] !== 0);
    const receivers = new Set(this.quirks.protectReceivers ? moves.map((move) => move.target) : []);
    moves.push(...this.emptyHosts(on, receivers));
    for (const [host, list] of this.saved) {
      cluster.lists[host] = list;
      cluster.share(host);
    }
    this.saved.clear();
    return moves;
  }

  private refresh(host: number): void {
    this.inMapOrder[host] = 0;
    this.recordedWatts[host] = specPower(this.cluster.watts[host]!, this.cluster.utilization(host));
    this.sum(host);
  }

  private sum(host: number): void {
    const { lists, shares, requested, vmRamMb } = this.cluster;
    let given = 0;
    let asked = 0;
    let ramMb = 0;
    const list = lists[host]!;
    for (let i = 0; i < list.length; i++) {
      given += shares[host]![i]!;
      if (!this.booting) asked += requested[list[i]!]!;
      ramMb += vmRamMb[list[i]!]!;
    }
    this.given[host] = given;
    this.asked[host] = asked;
    this.ramMb[host] = ramMb;
    this.history.changed(host);
  }

  private isOver(host: number, extra = -1): boolean {
    if (extra < 0 && this.cluster.lists[host]!.length === 0) return false;
    const asked = this.asked[host]! + (extra < 0 ? 0 : this.cluster.requested[extra]!);
    return this.overload(host, extra, asked / this.cluster.totalMips[host]!);
  }

  private save(host: number): void {
    if (!this.saved.has(host)) this.saved.set(host, this.cluster.lists[host]!.slice());
  }

  private add(host: number, vm: number): void {
    this.cluster.add(host, vm);
    this.inMapOrder[host] = 0;
    this.sum(host);
  }

  private remove(host: number, vm: number): void {
    this.cluster.remove(host, vm);
    this.inMapOrder[host] = 1;
    this.sum(host);
  }

  /** Takes VMs off an over-utilised host, least memory first, until it is not; the VMs taken. */
  private relieve(host: number): number[] {
    const { lists, vmRamMb } = this.cluster;
    this.save(host);
    const taken: number[] = [];
    do {
      let least = -1;
      for (const vm of lists[host]!) {
        if (least < 0 || vmRamMb[vm]! < vmRamMb[least]!) least = vm;
      }
      if (least < 0) break;
      taken.push(least);
      this.remove(host, least);
    } while (this.isOver(host));
    return taken;
  }

  private byDemand(vms: readonly number[]): number[] {
    const { requested } = this.cluster;
    return vms.toSorted((a, b) => requested[b]! - requested[a]!);
  }

  private placeAll(vms: readonly number[], hosts: readonly number[]): Move[] {
    const moves: Move[] = [];
    for (const vm of this.byDemand(vms)) {
      const target = this.findHost(vm, hosts);
      if (target < 0) continue;
      this.save(target);
      this.add(target, vm);
      moves.push({ vm, target });
    }
    return moves;
  }

  /** All VMs to other hosts, or none. */
  private placeAllOrNone(vms: readonly number[], hosts: readonly number[]): Move[] {
    const moves: Move[] = [];
    for (const vm of this.byDemand(vms)) {
      const target = this.findHost(vm, hosts);
      if (target < 0) {
        for (const move of moves) this.remove(move.target, move.vm);
        return [];
      }
      this.save(target);
      this.add(target, vm);
      moves.push({ vm, target });
    }
    return moves;
  }

  private emptyHosts(on: readonly number[], receivers: Set<number>): Move[] {
    const { cluster } = this;
    const moves: Move[] = [];
    let targets = on;
    const done = receivers;
    for (;;) {
      let least = -1;
      let leastUtilization = 1;
      for (const host of on) {
        if (done.has(host)) continue;
        const utilization = cluster.utilization(host);
        if (utilization < leastUtilization && cluster.lists[host]!.length > 0) {
          leastUtilization = utilization;
          least = host;
        }
      }
      if (least < 0) return moves;
      done.add(least);
      targets = targets.filter((host) => host !== least);
      const placed = this.placeAllOrNone(cluster.lists[least]!, targets);
      for (const move of placed) {
        done.add(move.target);
        moves.push(move);
      }
    }
  }

  /** The host of `hosts` whose power grows least by taking `vm`; the first of equals; -1 when none is suitable. */
  private findHost(vm: number, hosts: readonly number[]): number {
    const { cluster, given, asked, inMapOrder } = this;
    const { totalMips, coreMips, availableMips, lists, usedMips, watts, order } = cluster;
    const needed = cluster.requested[vm]!;
    const { ramRatio } = this.quirks;
    const ramMb = cluster.vmRamMb[vm]!;
    let leastGrowth = Number.MAX_VALUE;
    let found = -1;
    let emptySeen = 0;
    for (let k = 0; k < hosts.length; k++) {
      const host = hosts[k]!;
      const model = host % hostModels.length;
      const empty = lists[host]!.length === 0 && usedMips[host] === 0;
      // Empty hosts of one model are equal, and the first of equals wins.
      if (empty && emptySeen & (1 << model)) continue;
      if (!(coreMips[host]! >= needed && availableMips[host]! >= needed)) continue;
      if (ramRatio !== null && this.ramMb[host]! + ramMb > hostModels[model]!.ramMb * ramRatio)
        continue;
      if (empty) emptySeen |= 1 << model;
      const tried = given[host] !== 0;
      if (tried) {
        const grew = order.entering(host, lists[host]!, vm);
        if (grew || !inMapOrder[host]) {
          cluster.shareInMapOrder(host);
          inMapOrder[host] = 1;
          this.given[host] = cluster.shares[host]!.reduce((sum, share) => sum + share, 0);
        }
      }
      const utilization = (given[host]! + needed) / totalMips[host]!;
      if (utilization > 1) continue;
      const growth = specPower(watts[host]!, utilization) - this.recordedWatts[host]!;
      if (!(growth < leastGrowth)) continue;
      if (tried && this.overload(host, vm, (asked[host]! + needed) / totalMips[host]!)) continue;
      leastGrowth = growth;
      found = host;
    }
    return found;
  }
}
