import { i32, nth, num } from '../../elements.ts';
import { clusterProblem } from '../placement/cluster.ts';
import { Rooms } from '../placement/problem.ts';
import type { Units } from '../placement/rules.ts';
import { drsMoves, imbalance } from '../policies/drs.ts';
import type { PlanRules } from './board-of.ts';
import { type Hosting, hostMhz } from './hosting.ts';
import { type MoveCost, type MoveSettings, moveCost } from './move-cost.ts';

export interface CostedMove extends MoveCost {
  vm: string;
  from: string;
  to: string;
  /** A rule that the placement breaks now, or the imbalance. */
  why: 'rule' | 'balance';
  imbalanceAfter: number;
}

/** Balancing of one cluster: the moves, what each costs, and all of them one after the other. */
export interface Balance {
  cluster: string;
  before: number;
  after: number;
  moves: CostedMove[];
  /** Machines whose placement breaks a rule and that no host can take. */
  stillBroken: string[];
  totalS: number;
  blackoutMs: number;
  transferredGib: number;
}

/** Exports give use per host; a machine's part of it is taken in proportion to its vCPUs. */
export function demandMhz({ hosts, vms, hostOf }: Hosting): number[] {
  const vcpus = hosts.map(() => 0);
  vms.forEach((vm, i) => {
    if (num(hostOf, i) >= 0) vcpus[num(hostOf, i)] = num(vcpus, num(hostOf, i)) + vm.vcpus;
  });
  return vms.map((vm, i) => {
    const host = hosts[num(hostOf, i)];
    return host ? ((host.cpuUse ?? 0) * hostMhz(host) * vm.vcpus) / num(vcpus, num(hostOf, i)) : 0;
  });
}

interface Move {
  vm: number;
  from: number;
  to: number;
  why: CostedMove['why'];
  imbalanceAfter: number;
}

/** Machines where they run, memory and rules looked after; machines kept together are one unit of `units`. */
class Places {
  readonly hostOf: Int32Array;
  readonly load: number[];
  readonly demand: number[];
  readonly moves: Move[] = [];
  readonly units: Units;
  private readonly rooms: Rooms;
  /** The same with room for everything, so that rules alone speak. */
  private readonly rulesAlone: Rooms;
  private readonly capacity: readonly number[];
  private readonly hosting: Hosting;

  constructor(hosting: Hosting, { settings, placement, technique }: PlanRules) {
    this.hosting = hosting;
    const { hosts, vms, hostOf } = hosting;
    const { problem, units, resources } = clusterProblem(
      hosts,
      vms,
      settings,
      placement,
      technique,
    );
    this.units = units;
    const memory = resources.indexOf('memory');
    // DRS looks at memory and rules; vCPUs per core are a rule of planning.
    const rules = {
      capacity: [nth(problem.capacity, memory)],
      ...(problem.apart ? { apart: problem.apart } : {}),
      ...(problem.allowed ? { allowed: problem.allowed } : {}),
    };
    this.rooms = new Rooms({ ...rules, needs: [nth(problem.needs, memory)] });
    this.rulesAlone = new Rooms({ ...rules, needs: [new Float64Array(units.members.length)] });
    this.capacity = hosts.map(hostMhz);
    const each = demandMhz(hosting);
    this.demand = units.members.map((list) => list.reduce((sum, vm) => sum + num(each, vm), 0));
    this.load = hosts.map(() => 0);
    this.hostOf = Int32Array.from(units.members, (list) => num(hostOf, num(list, 0)));
    this.hostOf.forEach((host, unit) => {
      if (host < 0) return;
      this.rooms.put(unit, host);
      this.rulesAlone.put(unit, host);
      this.load[host] = num(this.load, host) + num(this.demand, unit);
    });
  }

  ratios(): number[] {
    return this.load.map((used, host) => used / num(this.capacity, host));
  }

  fits(unit: number, host: number): boolean {
    return this.rooms.refusal(unit, host) === undefined;
  }

  shift(unit: number, from: number, to: number): void {
    for (const rooms of [this.rooms, this.rulesAlone]) {
      rooms.take(unit, from);
      rooms.put(unit, to);
    }
    this.hostOf[unit] = to;
    this.load[from] = num(this.load, from) - num(this.demand, unit);
    this.load[to] = num(this.load, to) + num(this.demand, unit);
  }

  record(unit: number, from: number, to: number, why: Move['why'], imbalanceAfter: number): void {
    for (const vm of nth(this.units.members, unit))
      this.moves.push({ vm, from, to, why, imbalanceAfter });
  }

  /** Whether a unit may not be where it is. */
  private broken(unit: number, host: number): boolean {
    this.rulesAlone.take(unit, host);
    const refusal = this.rulesAlone.refusal(unit, host);
    this.rulesAlone.put(unit, host);
    return refusal !== undefined;
  }

  /** Moves that rules ask for come first: to the least loaded host that takes the machine. Returns those without one. */
  mendRules(): number[] {
    const left: number[] = [];
    const { hostOf } = this.hosting;
    this.units.members.forEach((list, unit) => {
      const host = i32(this.hostOf, unit);
      if (host < 0) return;
      // Machines to be kept together that run apart: the others come to the first.
      for (const vm of list)
        if (num(hostOf, vm) !== host && num(hostOf, vm) >= 0)
          this.moves.push({
            ...{ vm, from: num(hostOf, vm), to: host, why: 'rule' as const },
            imbalanceAfter: imbalance(this.ratios()),
          });
      if (!this.broken(unit, host)) return;
      const ratios = this.ratios();
      const to = ratios
        .map((_, other) => other)
        .filter((other) => other !== host && this.fits(unit, other))
        .reduce(
          (least, other) => (least < 0 || num(ratios, other) < num(ratios, least) ? other : least),
          -1,
        );
      if (to < 0) {
        left.push(...list);
        return;
      }
      this.shift(unit, host, to);
      this.record(unit, host, to, 'rule', imbalance(this.ratios()));
    });
    return left;
  }

  /** Greedy moves by imbalance, up to so many. */
  balance(mostMoves: number): void {
    const units = [...this.hostOf.keys()].filter((unit) => i32(this.hostOf, unit) >= 0);
    const found = drsMoves(
      units.map((unit) => num(this.demand, unit)),
      this.capacity,
      units.map((unit) => i32(this.hostOf, unit)),
      {
        mostMoves,
        room: {
          fits: (i, to) => this.fits(num(units, i), to),
          moved: (i, from, to) => this.shift(num(units, i), from, to),
        },
      },
    );
    for (const { vm, from, to, after } of found)
      this.record(num(units, vm), from, to, 'balance', after);
  }
}

/**
 * DRS on one cluster: first the moves that broken rules ask for, then those that lower the imbalance of CPU use; none
 * past the memory of a host or against a rule. Undefined when no host tells its use.
 */
export function balance(
  hosting: Hosting,
  settings: MoveSettings,
  rules: PlanRules,
  mostMoves = 25,
): Balance | undefined {
  const { hosts, vms } = hosting;
  if (hosts.length < 2 || !hosting.hostOf.some((host) => host >= 0)) return undefined;
  if (hosts.some((host) => host.cpuUse === undefined)) return undefined;
  const places = new Places(hosting, rules);
  const before = imbalance(places.ratios());
  const left = places.mendRules();
  places.balance(Math.max(0, mostMoves - places.moves.length));
  const moves = places.moves.map(({ vm, from, to, why, imbalanceAfter }) => ({
    vm: nth(vms, vm).name,
    from: nth(hosts, from).name,
    to: nth(hosts, to).name,
    ...{ why, imbalanceAfter },
    ...moveCost(nth(vms, vm).memoryMib, settings),
  }));
  const sum = (pick: (move: CostedMove) => number) =>
    moves.reduce((total, move) => total + pick(move), 0);
  return {
    cluster: hosting.cluster,
    before,
    after: moves.at(-1)?.imbalanceAfter ?? before,
    moves,
    stillBroken: left.map((vm) => nth(vms, vm).name),
    totalS: sum((move) => move.totalS),
    blackoutMs: sum((move) => move.blackoutMs),
    transferredGib: sum((move) => move.transferredGib),
  };
}
