import { addF64, addI32, f64, i32, nth } from '../../elements.ts';
import { EventQueue } from './events.ts';
import { moveCosts, type SimMoveCost } from './move-costs.ts';
import { hostRule } from './placement.ts';
import { type ClusterControl, HostState, type SimScenario } from './scenario.ts';
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

  constructor({ hosts, load, settings, rules }: SimScenario) {
    super(hosts, load, settings, rules);
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
    const host = i32(this.hostOf, vm);
    if (host >= 0) this.detach(vm, host);
  }

  private detach(vm: number, host: number): void {
    this.settle(host);
    const list = nth(this.lists, host);
    list.splice(list.indexOf(vm), 1);
    this.release(vm, host);
    this.hostOf[vm] = -1;
    this.stale[host] = 1;
  }

  private attach(vm: number, host: number): void {
    this.settle(host);
    nth(this.lists, host).push(vm);
    this.hostOf[vm] = host;
    this.stale[host] = 1;
  }

  /** Calls off the journey of a machine, whose room elsewhere becomes free. */
  private abandon(vm: number): void {
    const target = i32(this.targetOf, vm);
    if (target < 0) return;
    addI32(this.journey, vm, 1);
    nth(this.inbound, target).splice(nth(this.inbound, target).indexOf(vm), 1);
    this.release(vm, target);
    this.targetOf[vm] = -1;
    const host = i32(this.hostOf, vm);
    if (host < 0) return;
    this.settle(host);
    this.outbound[host] = i32(this.outbound, host) - 1;
    addF64(this.plannedMhz, host, f64(this.demandMhz, vm));
    this.happened.cancelledMoves++;
    [this.paused[vm], this.slowdown[vm], this.stale[host]] = [0, 0, 1];
  }

  start(vm: number, host: number, afterS = 0): void {
    this.reserve(vm, host);
    this.targetOf[vm] = host;
    nth(this.inbound, host).push(vm);
    const journey = ++this.journey[vm]!;
    if (afterS > 0) this.events.add(this.now + afterS, { kind: 'start', vm, journey });
    else this.begin(vm);
  }

  private begin(vm: number): void {
    const host = i32(this.targetOf, vm);
    this.settleWaiting(vm);
    this.waiting.delete(vm);
    if (f64(this.meter.runS, vm) > 0) this.happened.restarts++;
    nth(this.inbound, host).splice(nth(this.inbound, host).indexOf(vm), 1);
    this.targetOf[vm] = -1;
    this.attach(vm, host);
  }

  move(vm: number, host: number): boolean {
    const from = i32(this.hostOf, vm);
    if (from < 0 || from === host || i32(this.targetOf, vm) >= 0 || !this.fits(vm, host))
      return false;
    const cost = this.costOf(f64(this.memoryMib, vm));
    if (cost.refused) {
      this.happened.refusedMoves++;
      return false;
    }
    this.reserve(vm, host);
    this.plannedMhz[from] = f64(this.plannedMhz, from) - f64(this.demandMhz, vm);
    this.targetOf[vm] = host;
    nth(this.inbound, host).push(vm);
    addI32(this.outbound, from, 1);
    // A link carries one migration at a time.
    const begin = Math.max(this.now, f64(this.linkFreeAt, from), f64(this.linkFreeAt, host));
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
    const [from, host] = [i32(this.hostOf, vm), i32(this.targetOf, vm)];
    const cost = this.costOf(f64(this.memoryMib, vm));
    this.settle(from);
    this.detach(vm, from);
    // The clock of its old host was given back when the move began.
    addF64(this.plannedMhz, from, f64(this.demandMhz, vm));
    this.outbound[from] = i32(this.outbound, from) - 1;
    nth(this.inbound, host).splice(nth(this.inbound, host).indexOf(vm), 1);
    [this.targetOf[vm], this.paused[vm], this.slowdown[vm]] = [-1, 0, 0];
    this.attach(vm, host);
    addI32(this.meter.moves, vm, 1);
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
        const host = i32(this.hostOf, vm);
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
    addI32(this.since, host, 1);
  }

  powerOn(host: number): boolean {
    if (this.state[host] !== HostState.off) return false;
    this.happened.powerOns++;
    this.enter(host, HostState.booting);
    this.later(this.settings.bootS, 'booted', host);
    return true;
  }

  private later(seconds: number, kind: 'booted' | 'repaired' | 'maintained', host: number): void {
    this.events.add(this.now + seconds, { kind, host, since: i32(this.since, host) });
  }

  /** Whether nothing runs on a host or is on its way to it. */
  isEmpty(host: number): boolean {
    return nth(this.lists, host).length === 0 && nth(this.inbound, host).length === 0;
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
    for (const vm of [...nth(this.inbound, host)]) this.abandon(vm);
    const stopped = [...nth(this.lists, host)];
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
