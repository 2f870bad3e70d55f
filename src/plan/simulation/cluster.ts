import { EventQueue } from './events.ts';
import type { MachineLoad } from './load.ts';
import { Meter } from './meter.ts';
import { moveCosts, type SimMoveCost } from './move-costs.ts';
import { hostRule } from './placement.ts';
import { type ClusterControl, HostState, type SimHost, type SimSettings } from './scenario.ts';
import { shareFairly } from './shares.ts';

/** What the cluster itself brings about, by machine or host; a machine's are void once its journey changed. */
export type ClusterEvent =
  | { kind: 'pause' | 'arrive' | 'start'; vm: number; journey: number }
  | { kind: 'booted' | 'repaired' | 'maintained'; host: number; since: number };

/** Counts of what happened to hosts and machines. */
export interface Happenings {
  migrations: number;
  migrationS: number;
  migratedGib: number;
  refusedMoves: number;
  cancelledMoves: number;
  powerOns: number;
  powerOffs: number;
  failures: number;
  restarts: number;
  maintained: number;
}

/** Hosts, machines and where they are. Time passes through `settle`: everything is constant between two events. */
export class Cluster implements ClusterControl {
  now = 0;
  readonly stepS: number;
  readonly hosts: number;
  readonly vms: number;
  readonly state: Uint8Array;
  readonly closed: Uint8Array;
  readonly capacityMhz: Float64Array;
  readonly plannedMhz: Float64Array;
  readonly demandMhz: Float64Array;
  readonly memoryMib: Float64Array;
  readonly hostOf: Int32Array;
  readonly targetOf: Int32Array;
  readonly waiting = new Set<number>();
  readonly usedMib: Float64Array;
  readonly usedVcpus: Float64Array;
  readonly usableMib: Float64Array;
  readonly machines: readonly SimHost[];
  readonly settings: SimSettings;
  readonly meter: Meter;
  readonly events = new EventQueue<ClusterEvent>();
  readonly happened: Happenings = {
    migrations: 0,
    migrationS: 0,
    migratedGib: 0,
    refusedMoves: 0,
    cancelledMoves: 0,
    powerOns: 0,
    powerOffs: 0,
    failures: 0,
    restarts: 0,
    maintained: 0,
  };
  private readonly vcpus: Float64Array;
  private readonly lists: number[][];
  private readonly inbound: number[][];
  private readonly paused: Uint8Array;
  private readonly slowdown: Float64Array;
  private readonly journey: Int32Array;
  private readonly since: Int32Array;
  private readonly outbound: Int32Array;
  private readonly linkFreeAt: Float64Array;
  private readonly settledAt: Float64Array;
  private readonly waitingSince: Float64Array;
  private readonly stale: Uint8Array;
  private readonly usedMhz: Float64Array;
  private readonly wantedMhz: Float64Array;
  private readonly givenOf: Float64Array;
  private readonly scratch: Float64Array[];
  private readonly costOf: (memoryMib: number) => SimMoveCost;
  private readonly choose: (vm: number, allowed?: (host: number) => boolean) => number;

  constructor(hosts: readonly SimHost[], load: MachineLoad, settings: SimSettings) {
    const [h, v] = [hosts.length, load.machines.length];
    [this.hosts, this.vms, this.stepS] = [h, v, load.stepS];
    [this.machines, this.settings] = [hosts, settings];
    const ofHosts = (pick: (host: SimHost) => number) => Float64Array.from(hosts, pick);
    this.capacityMhz = ofHosts((host) => host.cores * host.mhzPerCore);
    this.usableMib = ofHosts((host) => host.memoryMib * settings.memoryRatio);
    this.memoryMib = Float64Array.from(load.machines, (machine) => machine.memoryMib);
    this.vcpus = Float64Array.from(load.machines, (machine) => machine.vcpus);
    this.state = new Uint8Array(h).fill(HostState.on);
    this.closed = new Uint8Array(h);
    this.stale = new Uint8Array(h);
    [this.plannedMhz, this.usedMib, this.usedVcpus] = [0, 0, 0].map(() => new Float64Array(h)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    this.usedMhz = new Float64Array(h);
    this.wantedMhz = new Float64Array(h);
    this.linkFreeAt = new Float64Array(h);
    this.settledAt = new Float64Array(h);
    this.since = new Int32Array(h);
    this.outbound = new Int32Array(h);
    this.lists = hosts.map(() => []);
    this.inbound = hosts.map(() => []);
    this.demandMhz = new Float64Array(v);
    this.givenOf = new Float64Array(v);
    this.slowdown = new Float64Array(v);
    this.waitingSince = new Float64Array(v);
    this.hostOf = new Int32Array(v).fill(-1);
    this.targetOf = new Int32Array(v).fill(-1);
    this.journey = new Int32Array(v);
    this.paused = new Uint8Array(v);
    this.scratch = [0, 0, 0].map(() => new Float64Array(v));
    this.meter = new Meter(h, v);
    this.costOf = moveCosts(settings);
    this.choose = hostRule(this);
  }

  machinesOn(host: number): readonly number[] {
    return this.lists[host]!;
  }

  traffic(host: number): number {
    return this.inbound[host]!.length + this.outbound[host]!;
  }

  fits(vm: number, host: number): boolean {
    return (
      this.usedMib[host]! + this.memoryMib[vm]! <= this.usableMib[host]! &&
      this.usedVcpus[host]! + this.vcpus[vm]! <=
        this.machines[host]!.cores * this.settings.vcpuRatio
    );
  }

  findHost(vm: number, allowed?: (host: number) => boolean): number {
    return this.choose(vm, allowed);
  }

  reserve(vm: number, host: number): void {
    this.usedMib[host]! += this.memoryMib[vm]!;
    this.usedVcpus[host]! += this.vcpus[vm]!;
    this.plannedMhz[host]! += this.demandMhz[vm]!;
  }

  release(vm: number, host: number): void {
    this.usedMib[host]! -= this.memoryMib[vm]!;
    this.usedVcpus[host]! -= this.vcpus[vm]!;
    this.plannedMhz[host]! -= this.demandMhz[vm]!;
  }

  /** Gives the machines of a host their shares anew. */
  private share(host: number): void {
    const list = this.lists[host]!;
    const [wanted, vcpus, given] = this.scratch as [Float64Array, Float64Array, Float64Array];
    const core = this.machines[host]!.mhzPerCore;
    let asked = 0;
    for (let i = 0; i < list.length; i++) {
      const vm = list[i]!;
      const most = Math.min(this.demandMhz[vm]!, this.vcpus[vm]! * core);
      wanted[i] = this.paused[vm] ? 0 : most * (1 - this.slowdown[vm]!);
      vcpus[i] = this.vcpus[vm]!;
      asked += this.paused[vm] ? 0 : this.demandMhz[vm]!;
    }
    this.usedMhz[host] = shareFairly(this.capacityMhz[host]!, wanted, vcpus, list.length, given);
    this.wantedMhz[host] = asked;
    for (let i = 0; i < list.length; i++) this.givenOf[list[i]!] = given[i]!;
    this.stale[host] = 0;
  }

  /** Charges a host and its machines up to now. */
  settle(host: number): void {
    const seconds = this.now - this.settledAt[host]!;
    if (!(seconds > 0)) return;
    this.settledAt[host] = this.now;
    const state = this.state[host]!;
    if (state !== HostState.on && state !== HostState.booting) return;
    if (this.stale[host]) this.share(host);
    const { meter } = this;
    const used = state === HostState.on ? this.usedMhz[host]! : 0;
    meter.power(host, this.machines[host]!, seconds, used / this.capacityMhz[host]!);
    if (state === HostState.booting) return;
    meter.onS[host]! += seconds;
    meter.usedMhzS[host]! += used * seconds;
    if (used < this.wantedMhz[host]! * (1 - 1e-12)) meter.shortS[host]! += seconds;
    const core = this.machines[host]!.mhzPerCore;
    for (const vm of this.lists[host]!) {
      const asked = this.demandMhz[vm]!;
      if (this.paused[vm]) meter.down(vm, seconds, asked);
      else meter.served(vm, seconds, asked, Math.min(asked, this.givenOf[vm]!), core);
    }
  }

  private settleWaiting(vm: number): void {
    const seconds = this.now - this.waitingSince[vm]!;
    this.waitingSince[vm] = this.now;
    if (seconds > 0) this.meter.down(vm, seconds, this.demandMhz[vm]!);
  }

  settleAll(): void {
    for (let host = 0; host < this.hosts; host++) this.settle(host);
    for (const vm of this.waiting) this.settleWaiting(vm);
  }

  /** Demand of a new step, and what each host is going to carry once moves under way have ended. */
  setDemand(row: Float64Array): void {
    this.settleAll();
    this.demandMhz.set(row);
    this.plannedMhz.fill(0);
    this.stale.fill(1);
    for (let vm = 0; vm < this.vms; vm++) {
      const host = this.targetOf[vm]! >= 0 ? this.targetOf[vm]! : this.hostOf[vm]!;
      if (host >= 0) this.plannedMhz[host]! += row[vm]!;
    }
  }

  /** A machine that should run from now on. */
  appear(vm: number): void {
    this.waiting.add(vm);
    this.waitingSince[vm] = this.now;
  }

  /** A machine that ends. */
  disappear(vm: number): void {
    this.abandon(vm);
    if (this.waiting.delete(vm)) this.settleWaiting(vm);
    const host = this.hostOf[vm]!;
    if (host >= 0) this.detach(vm, host);
  }

  private detach(vm: number, host: number): void {
    this.settle(host);
    const list = this.lists[host]!;
    list.splice(list.indexOf(vm), 1);
    this.release(vm, host);
    this.hostOf[vm] = -1;
    this.stale[host] = 1;
  }

  private attach(vm: number, host: number): void {
    this.settle(host);
    this.lists[host]!.push(vm);
    this.hostOf[vm] = host;
    this.stale[host] = 1;
  }

  /** Calls off the journey of a machine, whose room elsewhere becomes free. */
  private abandon(vm: number): void {
    const target = this.targetOf[vm]!;
    if (target < 0) return;
    this.journey[vm]!++;
    this.inbound[target]!.splice(this.inbound[target]!.indexOf(vm), 1);
    this.release(vm, target);
    this.targetOf[vm] = -1;
    const host = this.hostOf[vm]!;
    if (host < 0) return;
    this.settle(host);
    this.outbound[host]!--;
    this.plannedMhz[host]! += this.demandMhz[vm]!;
    this.happened.cancelledMoves++;
    [this.paused[vm], this.slowdown[vm], this.stale[host]] = [0, 0, 1];
  }

  start(vm: number, host: number, afterS = 0): void {
    this.reserve(vm, host);
    this.targetOf[vm] = host;
    this.inbound[host]!.push(vm);
    const journey = ++this.journey[vm]!;
    if (afterS > 0) this.events.add(this.now + afterS, { kind: 'start', vm, journey });
    else this.begin(vm);
  }

  private begin(vm: number): void {
    const host = this.targetOf[vm]!;
    this.settleWaiting(vm);
    this.waiting.delete(vm);
    if (this.meter.runS[vm]! > 0) this.happened.restarts++;
    this.inbound[host]!.splice(this.inbound[host]!.indexOf(vm), 1);
    this.targetOf[vm] = -1;
    this.attach(vm, host);
  }

  move(vm: number, host: number): boolean {
    const from = this.hostOf[vm]!;
    if (from < 0 || from === host || this.targetOf[vm]! >= 0 || !this.fits(vm, host)) return false;
    const cost = this.costOf(this.memoryMib[vm]!);
    if (cost.refused) {
      this.happened.refusedMoves++;
      return false;
    }
    this.reserve(vm, host);
    this.plannedMhz[from]! -= this.demandMhz[vm]!;
    this.targetOf[vm] = host;
    this.inbound[host]!.push(vm);
    this.outbound[from]!++;
    // A link carries one migration at a time.
    const begin = Math.max(this.now, this.linkFreeAt[from]!, this.linkFreeAt[host]!);
    const end = begin + cost.totalS;
    [this.linkFreeAt[from], this.linkFreeAt[host]] = [end, end];
    if (cost.slowdown > 0) {
      this.settle(from);
      [this.slowdown[vm], this.stale[from]] = [cost.slowdown, 1];
    }
    const journey = ++this.journey[vm]!;
    if (cost.blackoutS > 0) this.events.add(end - cost.blackoutS, { kind: 'pause', vm, journey });
    this.events.add(end, { kind: 'arrive', vm, journey });
    return true;
  }

  private arrive(vm: number): void {
    const [from, host] = [this.hostOf[vm]!, this.targetOf[vm]!];
    const cost = this.costOf(this.memoryMib[vm]!);
    this.settle(from);
    this.detach(vm, from);
    // The clock of its old host was given back when the move began.
    this.plannedMhz[from]! += this.demandMhz[vm]!;
    this.outbound[from]!--;
    this.inbound[host]!.splice(this.inbound[host]!.indexOf(vm), 1);
    [this.targetOf[vm], this.paused[vm], this.slowdown[vm]] = [-1, 0, 0];
    this.attach(vm, host);
    this.meter.moves[vm]!++;
    this.happened.migrations++;
    this.happened.migrationS += cost.totalS;
    this.happened.migratedGib += cost.transferredGib;
  }

  /** Carries out an event of the cluster's own. */
  happen(event: ClusterEvent): void {
    if ('vm' in event) {
      const { vm, journey, kind } = event;
      if (this.journey[vm] !== journey) return;
      if (kind === 'arrive') this.arrive(vm);
      else if (kind === 'start') this.begin(vm);
      else {
        const host = this.hostOf[vm]!;
        this.settle(host);
        [this.paused[vm], this.stale[host]] = [1, 1];
      }
      return;
    }
    if (this.since[event.host] !== event.since) return;
    this.enter(event.host, HostState.on);
    if (event.kind === 'maintained') {
      this.happened.maintained++;
      this.open(event.host);
    }
  }

  private enter(host: number, state: number): void {
    this.settle(host);
    this.settledAt[host] = this.now;
    this.state[host] = state;
    this.stale[host] = 1;
    this.since[host]!++;
  }

  powerOn(host: number): boolean {
    if (this.state[host] !== HostState.off) return false;
    this.happened.powerOns++;
    this.enter(host, HostState.booting);
    this.later(this.settings.bootS, 'booted', host);
    return true;
  }

  private later(seconds: number, kind: 'booted' | 'repaired' | 'maintained', host: number): void {
    this.events.add(this.now + seconds, { kind, host, since: this.since[host]! });
  }

  /** Whether nothing runs on a host or is on its way to it. */
  isEmpty(host: number): boolean {
    return this.lists[host]!.length === 0 && this.inbound[host]!.length === 0;
  }

  powerOff(host: number): boolean {
    if (this.state[host] !== HostState.on || !this.isEmpty(host)) return false;
    this.happened.powerOffs++;
    this.enter(host, HostState.off);
    return true;
  }

  close(host: number): void {
    this.closed[host] = 1;
  }

  open(host: number): void {
    this.closed[host] = 0;
  }

  /** Work on an empty host begins; it comes back on and open after `seconds`. */
  maintain(host: number, seconds: number): void {
    this.enter(host, HostState.maintenance);
    this.later(seconds, 'maintained', host);
  }

  /** A host stops at once, and with it its machines, which wait for a place. Returns them. */
  fail(host: number, repairS: number): number[] {
    if (this.state[host] === HostState.failed) return [];
    this.settle(host);
    this.happened.failures++;
    for (const vm of [...this.inbound[host]!]) this.abandon(vm);
    const stopped = [...this.lists[host]!];
    for (const vm of stopped) {
      this.abandon(vm);
      this.detach(vm, host);
      this.appear(vm);
    }
    this.linkFreeAt[host] = this.now;
    this.enter(host, HostState.failed);
    this.later(repairS, 'repaired', host);
    return stopped;
  }
}
