import { type InventoryVm, running } from '../../inventory/inventory.ts';
import { predictReady } from '../../model/scheduling/predicted-ready.ts';
import { countLicences } from '../cost/licences.ts';
import { powerCurves, powerYear } from '../cost/power.ts';
import { totalOf } from '../operations/hosting.ts';
import { moveCost } from '../operations/move-cost.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { planTechnique } from '../technique/schema.ts';
import { growthStep, hostOfModel, type RoomChoice, type RoomSearch } from './room.ts';
import type { DesignQuestion, Goals } from './schema.ts';

/** One combination of what may vary. */
export interface Choice extends RoomChoice {
  zones: number;
  admission: 'places' | 'percentage';
}

/** What the machines are and do. */
export interface Estate {
  vms: readonly InventoryVm[];
  vcpus: number;
  /** Clock they use on average, MHz: what machines asked for, else what hosts used, else assumed. */
  busyMhz: number;
  busyKnown: boolean;
}

/** A design: a choice with its number of hosts, what it reaches and costs. */
export interface Design {
  choice: Choice;
  hosts: number;
  /** With as few hosts as the bounds allow. */
  boundHosts: number;
  cost: number;
  boundCost: number;
  parts: { hosts: number; support: number; power: number; licences: number };
  readyPercent: number;
  pauseMs: number;
  vcpusPerCore: number;
}

/** Where nobody says how busy machines are: a tenth of a core a vCPU, unverified. */
const ASSUMED_USE = 0.1;
const ASSUMED_MHZ = 2500;

export function estateOf({ inventory }: Plan): Estate {
  const vms = running(inventory.vms);
  const vcpus = totalOf(vms, (vm) => vm.vcpus);
  const { hosts } = inventory;
  const byMachine = vms.length > 0 && vms.every((vm) => vm.cpuDemandMhz !== undefined);
  const byHost = hosts.length > 0 && hosts.every((host) => host.cpuUse !== undefined);
  const busyKnown = byMachine || byHost;
  const busyMhz = byMachine
    ? totalOf(vms, (vm) => vm.cpuDemandMhz ?? 0)
    : byHost
      ? totalOf(hosts, (host) => (host.cpuUse ?? 0) * host.cores * host.mhzPerCore)
      : vcpus * ASSUMED_USE * (hosts[0]?.mhzPerCore || ASSUMED_MHZ);
  return { vms, vcpus, busyMhz, busyKnown };
}

/** Fewest hosts of which enough are left: after failures, and after a zone is lost. */
export function withSpare(needed: number, zones: number, goals: Goals): number {
  const hosts = needed + goals.failures;
  if (!goals.surviveZone) return hosts;
  let all = hosts;
  if (!Number.isFinite(needed)) return needed;
  while (all - Math.ceil(all / zones) < needed) all++;
  return all;
}

/** Answers of the models for one estate and one question, each worked out once. */
export class Evaluator {
  private readonly question: DesignQuestion;
  private readonly estate: Estate;
  private readonly room: RoomSearch;
  private readonly cpuFactorOf: (technique: string) => number;
  private readonly readyHosts = new Map<string, number>();
  private readonly pauses = new Map<string, number>();

  constructor(
    question: DesignQuestion,
    estate: Estate,
    room: RoomSearch,
    cpuFactorOf: (technique: string) => number,
  ) {
    this.question = question;
    this.estate = estate;
    this.room = room;
    this.cpuFactorOf = cpuFactorOf;
  }

  private step(goals: Goals): number {
    const { growthPercentPerMonth } = this.question;
    return growthStep((1 + growthPercentPerMonth / 100) ** goals.monthsOfRoom);
  }

  /** Use of the hosts at the peak, 0..1, on so many of them. */
  private use({ host, technique }: Choice, hosts: number, peak: number): number {
    const clock = hosts * host.cores * host.mhzPerCore * host.speed;
    return Math.min(1, (this.estate.busyMhz * this.cpuFactorOf(technique) * peak) / clock);
  }

  /** Ready time per vCPU at the peak, percent. */
  ready(choice: Choice, hosts: number): number {
    const { vcpus, vms } = this.estate;
    const mean = Math.max(1, Math.round(vcpus / hosts));
    return predictReady({
      cores: choice.host.cores,
      vcpus: mean,
      vcpusPerMachine: Math.min(mean, Math.max(1, vcpus / Math.max(1, vms.length))),
      use: this.use(choice, hosts, this.question.peakOverMean),
    }).percent;
  }

  /** Fewest hosts on which the ready time is within a limit; it falls with their number. */
  private hostsForReady(choice: Choice, limit: number): number {
    const key = `${choice.host.name}/${choice.technique}/${limit}`;
    const known = this.readyHosts.get(key);
    if (known !== undefined) return known;
    let [low, high] = [0, this.question.mostHosts];
    if (this.ready(choice, high) > limit) low = high = Number.POSITIVE_INFINITY;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.ready(choice, middle) <= limit) high = middle;
      else low = middle;
    }
    this.readyHosts.set(key, high);
    return high;
  }

  /** Longest stop of a live migration, ms; infinite where one does not end or the technique cannot move. */
  pause({ technique }: Choice): number {
    const known = this.pauses.get(technique);
    if (known !== undefined) return known;
    const { cpu, io } = planTechnique(technique);
    const fixed = cpu === 'native' || io === 'pass-through' || io === 'sr-iov' || io === 'native';
    const sizes = [...new Set(this.estate.vms.map(({ memoryMib }) => memoryMib))];
    const settings = { ...this.question.migration, zeroShare: 0 };
    const pause = fixed
      ? Number.POSITIVE_INFINITY
      : sizes.reduce((most, size) => {
          const { verdict, blackoutMs } = moveCost(size, settings);
          return Math.max(most, verdict === 'completes' ? blackoutMs : Number.POSITIVE_INFINITY);
        }, 0);
    this.pauses.set(technique, pause);
    return pause;
  }

  /** Cost of a number of hosts over the years, by part. */
  private cost(choice: Choice, hosts: number): Design['parts'] {
    const { years, power, licences } = this.question;
    const { host } = choice;
    const list = Array.from({ length: hosts }, (_, i) => hostOfModel(host, i));
    const vms = this.estate.vms.map((vm) => ({ ...vm, cluster: 'design' }));
    const plan: Plan = {
      name: 'design',
      inventory: { source: '', hosts: list, vms, findings: [] },
      settings: planSettings.parse({}),
    };
    const counts = licences.length > 0 ? countLicences(plan, licences) : [];
    const hourly = (value: number | number[]) => (typeof value === 'number' ? [value] : value);
    const use = power?.use ?? this.use(choice, hosts, 1);
    const energy =
      power &&
      powerYear([use], [1], {
        curve: power.curve ?? powerCurves[power.server ?? ''] ?? [],
        pue: power.pue,
        pricePerKwh: hourly(power.pricePerKwh),
        gramsPerKwh: hourly(power.gramsPerKwh),
      });
    return {
      hosts: hosts * host.price,
      support: hosts * host.supportPerYear * years,
      power: (energy?.cost ?? 0) * hosts * years,
      licences: totalOf(counts, ({ payment, per }) => payment * (per === 'year' ? years : 1)),
    };
  }

  /** Hosts with what is spare: of those that hold all machines, or, counted by per cent, of what the sums need. */
  private leastHosts(choice: Choice, goals: Goals, needed: number): number {
    if (choice.admission === 'places') return withSpare(needed, choice.zones, goals);
    const sums = this.room.sums(choice, this.step(goals));
    return Math.max(needed, withSpare(sums, choice.zones, goals));
  }

  /** Hosts by the bounds, or undefined where the choice cannot hold the goals. */
  boundHosts(choice: Choice, goals: Goals): number | undefined {
    if (goals.cpuRatioMost !== undefined && choice.cpuRatio > goals.cpuRatioMost) return undefined;
    if (goals.memoryRatioMost !== undefined && choice.memoryRatio > goals.memoryRatioMost)
      return undefined;
    if (goals.surviveZone && choice.zones < 2) return undefined;
    if (goals.pauseMs !== undefined && this.pause(choice) > goals.pauseMs) return undefined;
    const spare = this.leastHosts(choice, goals, this.room.bound(choice, this.step(goals)));
    const ready =
      goals.readyPercent === undefined ? 0 : this.hostsForReady(choice, goals.readyPercent);
    const hosts = Math.max(1, spare, ready);
    return hosts <= this.question.mostHosts ? hosts : undefined;
  }

  /** Cost at the bound: no packing makes this choice cheaper. */
  boundCost(choice: Choice, hosts: number): number {
    return totalOf(Object.values(this.cost(choice, hosts)), (part) => part);
  }

  /** The design of a choice, or undefined where it takes too many hosts or costs too much. */
  design(choice: Choice, goals: Goals): Design | undefined {
    const boundHosts = this.boundHosts(choice, goals);
    if (boundHosts === undefined) return undefined;
    const packed = this.room.needed(choice, this.step(goals));
    const hosts = Math.max(boundHosts, this.leastHosts(choice, goals, packed));
    if (hosts > this.question.mostHosts) return undefined;
    const parts = this.cost(choice, hosts);
    const cost = totalOf(Object.values(parts), (part) => part);
    if (goals.budget !== undefined && cost > goals.budget + 1e-6) return undefined;
    return {
      choice,
      hosts,
      boundHosts,
      cost,
      boundCost: this.boundCost(choice, boundHosts),
      parts,
      readyPercent: this.ready(choice, hosts),
      pauseMs: this.pause(choice),
      vcpusPerCore: this.estate.vcpus / (hosts * choice.host.cores),
    };
  }
}
