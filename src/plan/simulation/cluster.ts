import { EventQueue } from './events.ts';
import type { MachineLoad } from './load.ts';
import { moveCosts, type SimMoveCost } from './move-costs.ts';
import { hostRule } from './placement.ts';
import { type ClusterControl, HostState, type SimHost, type SimSettings } from './scenario.ts';
import { ClusterState } from './state.ts';

/** What the cluster itself brings about, by machine or host; a machine's are void once its journey changed. */
type ClusterEvent =
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

/** The state with everything that changes it: machines that start, move and end, hosts that go on, off and fail. */
export class Cluster extends ClusterState implements ClusterControl {
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
  private readonly journey: Int32Array;
  private readonly since: Int32Array;
  private readonly linkFreeAt: Float64Array;
  private readonly costOf: (memoryMib: number) => SimMoveCost;
  private readonly choose: (vm: number, allowed?: (host: number) => boolean) => number;

  constructor(hosts: readonly SimHost[], load: MachineLoad, settings: SimSettings) {
    super(hosts, load, settings);
    this.journey = new Int32Array(this.vms);
    this.since = new Int32Array(this.hosts);
    this.linkFreeAt = new Float64Array(this.hosts);
    this.costOf = moveCosts(settings);
    this.choose = hostRule(this);
  }

  findHost(vm: number, allowed?: (host: number) => boolean): number {
    return this.choose(vm, allowed);
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
