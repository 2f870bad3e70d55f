import { addF64, f64, i32, nth, num, u8, u32 } from '../../elements.ts';
import type { MachineLoad } from './load.ts';
import { Meter } from './meter.ts';
import {
  HostState,
  type SimHost,
  type SimRefusal,
  type SimRules,
  type SimSettings,
} from './scenario.ts';
import { shareFairly } from './shares.ts';

/** Hosts, machines and where they are. Time passes through `settle`: everything is constant between two events. */
export class ClusterState {
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
  protected readonly vcpus: Float64Array;
  protected readonly lists: number[][];
  protected readonly inbound: number[][];
  protected readonly paused: Uint8Array;
  protected readonly slowdown: Float64Array;
  protected readonly outbound: Int32Array;
  protected readonly settledAt: Float64Array;
  protected readonly waitingSince: Float64Array;
  protected readonly stale: Uint8Array;
  protected readonly usedMhz: Float64Array;
  protected readonly wantedMhz: Float64Array;
  protected readonly givenOf: Float64Array;
  protected readonly scratch: Float64Array[];
  private readonly allowed: SimRules['allowed'] | undefined;
  /** Groups each machine is kept apart in, and how many of a group a host holds or expects. */
  private readonly apartOf = new Map<number, number[]>();
  private readonly apartOn: Uint32Array[];

  constructor(
    hosts: readonly SimHost[],
    load: MachineLoad,
    settings: SimSettings,
    rules?: SimRules | undefined,
  ) {
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
    this.settledAt = new Float64Array(h);
    this.outbound = new Int32Array(h);
    this.lists = hosts.map(() => []);
    this.inbound = hosts.map(() => []);
    this.demandMhz = new Float64Array(v);
    this.givenOf = new Float64Array(v);
    this.slowdown = new Float64Array(v);
    this.waitingSince = new Float64Array(v);
    this.hostOf = new Int32Array(v).fill(-1);
    this.targetOf = new Int32Array(v).fill(-1);
    this.paused = new Uint8Array(v);
    this.scratch = [0, 0, 0].map(() => new Float64Array(v));
    this.meter = new Meter(h, v);
    this.allowed = rules?.allowed;
    this.apartOn = (rules?.apart ?? []).map(() => new Uint32Array(h));
    rules?.apart.forEach((group, g) => {
      for (const vm of group) this.apartOf.set(vm, [...(this.apartOf.get(vm) ?? []), g]);
    });
  }

  machinesOn(host: number): readonly number[] {
    return nth(this.lists, host);
  }

  traffic(host: number): number {
    return nth(this.inbound, host).length + i32(this.outbound, host);
  }

  fits(vm: number, host: number): boolean {
    return this.refusal(vm, host) === undefined;
  }

  refusal(vm: number, host: number): SimRefusal | undefined {
    if (f64(this.usedMib, host) + f64(this.memoryMib, vm) > f64(this.usableMib, host))
      return 'memory';
    const most = nth(this.machines, host).cores * this.settings.vcpuRatio;
    if (f64(this.usedVcpus, host) + f64(this.vcpus, vm) > most) return 'vCPUs';
    const hosts = this.allowed?.get(vm);
    if (hosts && hosts[host] === 0) return 'host rule';
    for (const group of this.apartOf.get(vm) ?? [])
      if (u32(nth(this.apartOn, group), host) > 0) return 'apart';
    return undefined;
  }

  /** A machine counts in its groups on a host, or no more. */
  private countApart(vm: number, host: number, by: 1 | -1): void {
    for (const group of this.apartOf.get(vm) ?? []) {
      const on = nth(this.apartOn, group);
      on[host] = u32(on, host) + by;
    }
  }

  reserve(vm: number, host: number): void {
    this.countApart(vm, host, 1);
    addF64(this.usedMib, host, f64(this.memoryMib, vm));
    addF64(this.usedVcpus, host, f64(this.vcpus, vm));
    addF64(this.plannedMhz, host, f64(this.demandMhz, vm));
  }

  release(vm: number, host: number): void {
    this.countApart(vm, host, -1);
    this.usedMib[host] = f64(this.usedMib, host) - f64(this.memoryMib, vm);
    this.usedVcpus[host] = f64(this.usedVcpus, host) - f64(this.vcpus, vm);
    this.plannedMhz[host] = f64(this.plannedMhz, host) - f64(this.demandMhz, vm);
  }

  /** Gives the machines of a host their shares anew. */
  protected share(host: number): void {
    const list = nth(this.lists, host);
    const [wanted, vcpus, given] = this.scratch as [Float64Array, Float64Array, Float64Array];
    const core = nth(this.machines, host).mhzPerCore;
    let asked = 0;
    for (let i = 0; i < list.length; i++) {
      const vm = num(list, i);
      const most = Math.min(f64(this.demandMhz, vm), f64(this.vcpus, vm) * core);
      wanted[i] = this.paused[vm] ? 0 : most * (1 - f64(this.slowdown, vm));
      vcpus[i] = f64(this.vcpus, vm);
      asked += this.paused[vm] ? 0 : f64(this.demandMhz, vm);
    }
    this.usedMhz[host] = shareFairly(
      f64(this.capacityMhz, host),
      wanted,
      vcpus,
      list.length,
      given,
    );
    this.wantedMhz[host] = asked;
    for (let i = 0; i < list.length; i++) this.givenOf[num(list, i)] = f64(given, i);
    this.stale[host] = 0;
  }

  /** Charges a host and its machines up to now. */
  settle(host: number): void {
    const seconds = this.now - f64(this.settledAt, host);
    if (!(seconds > 0)) return;
    this.settledAt[host] = this.now;
    const state = u8(this.state, host);
    if (state !== HostState.on && state !== HostState.booting) return;
    if (this.stale[host]) this.share(host);
    const { meter } = this;
    const used = state === HostState.on ? f64(this.usedMhz, host) : 0;
    meter.power(host, nth(this.machines, host), seconds, used / f64(this.capacityMhz, host));
    if (state === HostState.booting) return;
    addF64(meter.onS, host, seconds);
    addF64(meter.usedMhzS, host, used * seconds);
    if (used < f64(this.wantedMhz, host) * (1 - 1e-12)) addF64(meter.shortS, host, seconds);
    const core = nth(this.machines, host).mhzPerCore;
    for (const vm of nth(this.lists, host)) {
      const asked = f64(this.demandMhz, vm);
      if (this.paused[vm]) meter.down(vm, seconds, asked);
      else meter.served(vm, seconds, asked, Math.min(asked, f64(this.givenOf, vm)), core);
    }
  }

  protected settleWaiting(vm: number): void {
    const seconds = this.now - f64(this.waitingSince, vm);
    this.waitingSince[vm] = this.now;
    if (seconds > 0) this.meter.down(vm, seconds, f64(this.demandMhz, vm));
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
      const host = i32(this.targetOf, vm) >= 0 ? i32(this.targetOf, vm) : i32(this.hostOf, vm);
      if (host >= 0) addF64(this.plannedMhz, host, f64(row, vm));
    }
  }

  /** A machine that should run from now on. */
  appear(vm: number): void {
    this.waiting.add(vm);
    this.waitingSince[vm] = this.now;
  }
}
