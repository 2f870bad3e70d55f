import { HashOrder } from './hash-order.ts';
import type { Ledger } from './ledger.ts';
import { hostModels, vmModelOf, vmModels } from './setup.ts';

/** A migrating VM runs at 90 % on its source and costs 10 % on its target. */
const SOURCE_SHARE = 0.9;
const TARGET_SHARE = 0.1;

/**
 * Hosts, VMs and the shares the hypervisors give. A VM may stand in several lists: its own host's and, while it
 * migrates, its targets'. Every sum keeps the order of the lists, because results are compared digit for digit.
 */
export class Cluster {
  readonly hosts: number;
  readonly vms: number;
  /** MIPS of a core and of all cores, per host. */
  readonly coreMips: Float64Array;
  readonly totalMips: Float64Array;
  readonly watts: readonly (readonly number[])[];
  readonly vmMips: Float64Array;
  readonly vmRamMb: Float64Array;
  /** MIPS each VM asks for now. */
  readonly requested: Float64Array;
  readonly inMigration: Uint8Array;
  /** Host of each VM; -1 before placement and after the VM ended. */
  readonly hostOf: Int32Array;
  readonly lists: number[][];
  /** VMs on their way to each host. */
  readonly incoming: number[][];
  /** MIPS given, parallel to `lists`. */
  readonly shares: number[][];
  readonly availableMips: Float64Array;
  /** MIPS in use as of the last update and the one before. */
  readonly usedMips: Float64Array;
  readonly previousMips: Float64Array;
  readonly order: HashOrder;
  private readonly positions: number[] = [];
  private readonly ledger: Ledger;

  constructor(hosts: number, vms: number, ledger: Ledger) {
    this.hosts = hosts;
    this.vms = vms;
    this.ledger = ledger;
    const modelOf = (host: number) => hostModels[host % hostModels.length]!;
    this.coreMips = Float64Array.from({ length: hosts }, (_, h) => modelOf(h).mipsPerCore);
    this.totalMips = this.coreMips.map((mips, h) => mips * modelOf(h).cores);
    this.watts = Array.from({ length: hosts }, (_, h) => modelOf(h).watts);
    const vmModel = (vm: number) => vmModels[vmModelOf(vm, vms)]!;
    this.vmMips = Float64Array.from({ length: vms }, (_, vm) => vmModel(vm).mips);
    this.vmRamMb = Float64Array.from({ length: vms }, (_, vm) => vmModel(vm).ramMb);
    this.requested = new Float64Array(vms);
    this.inMigration = new Uint8Array(vms);
    this.hostOf = new Int32Array(vms).fill(-1);
    this.lists = Array.from({ length: hosts }, () => []);
    this.incoming = Array.from({ length: hosts }, () => []);
    this.shares = Array.from({ length: hosts }, () => []);
    this.availableMips = this.totalMips.slice();
    this.usedMips = new Float64Array(hosts);
    this.previousMips = new Float64Array(hosts);
    this.order = new HashOrder(hosts, vms);
  }

  /** Utilisation of a host as recorded; a little over 1 is rounding. */
  utilization(host: number, mips = this.usedMips[host]!): number {
    const utilization = mips / this.totalMips[host]!;
    return utilization > 1 && utilization < 1.01 ? 1 : utilization;
  }

  private capped(host: number, vm: number): number {
    const asked = this.requested[vm]!;
    const core = this.coreMips[host]!;
    return asked > core ? core : asked;
  }

  private isIncoming(host: number, vm: number): boolean {
    const incoming = this.incoming[host]!;
    return incoming.length > 0 && incoming.includes(vm);
  }

  /** Gives the VM at `position` its share while there is room; false when the host is over-subscribed. */
  private give(host: number, position: number): boolean {
    const vm = this.lists[host]![position]!;
    const capped = this.capped(host, vm);
    const arriving = this.isIncoming(host, vm);
    const needed = arriving ? capped * TARGET_SHARE : capped;
    if (!(this.availableMips[host]! >= needed)) return false;
    this.shares[host]![position] = arriving
      ? capped * TARGET_SHARE
      : this.inMigration[vm]
        ? capped * SOURCE_SHARE
        : capped;
    this.availableMips[host]! -= needed;
    return true;
  }

  /** An over-subscribed host scales all requests by capacity / requests, floored to whole MIPS. */
  private scaleDown(host: number): void {
    const list = this.lists[host]!;
    const shares = this.shares[host]!;
    this.order.positions(host, list, this.positions);
    let needed = 0;
    for (const position of this.positions) {
      const vm = list[position]!;
      const capped = this.capped(host, vm);
      needed += this.isIncoming(host, vm) ? capped * TARGET_SHARE : capped;
    }
    const scale = this.totalMips[host]! / needed;
    for (let i = 0; i < list.length; i++) {
      const vm = list[i]!;
      const capped = this.capped(host, vm);
      shares[i] = Math.floor(
        this.isIncoming(host, vm)
          ? capped * TARGET_SHARE * scale
          : this.inMigration[vm]
            ? capped * scale * SOURCE_SHARE
            : capped * scale,
      );
    }
    this.availableMips[host] = 0;
  }

  /** Gives all shares of a host anew, in the order of its list. */
  share(host: number): void {
    const count = this.lists[host]!.length;
    this.shares[host]!.length = count;
    this.availableMips[host] = this.totalMips[host]!;
    for (let i = 0; i < count; i++) {
      if (this.give(host, i)) continue;
      this.scaleDown(host);
      return;
    }
  }

  /** The same in the order of the hash map: what taking a VM off leaves behind. */
  shareInMapOrder(host: number): void {
    const list = this.lists[host]!;
    this.shares[host]!.length = list.length;
    this.availableMips[host] = this.totalMips[host]!;
    this.order.positions(host, list, this.positions);
    for (const position of this.positions) {
      if (this.give(host, position)) continue;
      this.scaleDown(host);
      return;
    }
  }

  add(host: number, vm: number): void {
    const list = this.lists[host]!;
    this.order.entering(host, list, vm);
    list.push(vm);
    if (!this.give(host, list.length - 1)) this.scaleDown(host);
  }

  remove(host: number, vm: number): void {
    const list = this.lists[host]!;
    list.splice(list.indexOf(vm), 1);
    this.shareInMapOrder(host);
  }

  /** Shares anew and records the state of the host and its VMs at `time`. */
  update(host: number, time: number): void {
    const list = this.lists[host]!;
    const shares = this.shares[host]!;
    this.share(host);
    let used = 0;
    let asked = 0;
    for (let i = 0; i < list.length; i++) {
      const vm = list[i]!;
      const wanted = this.requested[vm]!;
      let given = shares[i]!;
      if (!this.isIncoming(host, vm)) {
        const migrating = this.inMigration[vm]!;
        this.ledger.vm(vm, time, given, wanted, migrating);
        if (migrating) given /= SOURCE_SHARE;
      }
      used += given;
      asked += wanted;
    }
    this.previousMips[host] = this.usedMips[host]!;
    this.usedMips[host] = used;
    this.ledger.host(host, time, used, asked);
  }

  startMigration(vm: number, target: number, time: number): void {
    this.inMigration[vm] = 1;
    if (this.incoming[target]!.includes(vm)) return;
    this.order.entering(target, this.lists[target]!, vm);
    this.incoming[target]!.push(vm);
    this.lists[target]!.push(vm);
    this.update(target, time);
    this.update(this.hostOf[vm]!, time);
  }

  endMigration(vm: number, target: number): void {
    this.remove(this.hostOf[vm]!, vm);
    this.remove(target, vm);
    const incoming = this.incoming[target]!;
    incoming.splice(incoming.indexOf(vm), 1);
    this.inMigration[vm] = 0;
    this.add(target, vm);
    this.hostOf[vm] = target;
  }

  /** Ends the VMs of a host that ask for nothing. */
  endIdle(host: number): number {
    const idle = this.lists[host]!.filter(
      (vm) => !this.inMigration[vm] && this.requested[vm] === 0,
    );
    for (const vm of idle) {
      this.remove(host, vm);
      this.hostOf[vm] = -1;
    }
    return idle.length;
  }
}
