import { type InventoryVm, running } from '../../inventory/inventory.ts';
import { median } from '../../statistics.ts';
import { coverageOf } from '../optimize/coverage.ts';
import { percentileOf } from '../optimize/percentile.ts';
import { windowed, windowStart } from '../optimize/right-size.ts';
import type { LoadSeries } from '../optimize/series.ts';
import { confidenceStars, effectiveNeed } from '../rules/azure-migrate.ts';
import type { CloudTarget } from './schema.ts';

export const pricePlans = ['on-demand', 'reserved', 'spot'] as const;
export type PricePlan = (typeof pricePlans)[number];

/** One size of a catalogue; prices an hour, undefined where it has none. */
export interface Instance {
  provider: string;
  region: string;
  class: string;
  family: string;
  type: string;
  vcpus: number;
  memoryGib: number;
  prices: Partial<Record<PricePlan, number>>;
  date: string;
  source: string;
}

/** A catalogue as it was read. */
export interface Catalogue {
  source: string;
  currency: string;
  instances: Instance[];
  /** Rows without a price, or with price 0. */
  unpriced: number;
}

/** A machine on an instance. */
export interface CloudMachine {
  machine: string;
  vcpus: number;
  memoryGib: number;
  needVcpus: number;
  needGib: number;
  /** 1 to 5 by the load behind the need; null: sized by its allocation. */
  stars: number | null;
  instance: string | null;
  /** A month on demand. */
  month: number;
}

/** What the estate costs a month under a plan. */
export interface CloudPlan {
  plan: PricePlan;
  perMonth: number;
  /** Hours a month from which it costs less than on demand; null: at none. */
  breakEvenHours: number | null;
  from: 'catalogue' | 'discount given';
}

export interface CloudAnswer {
  target: CloudTarget;
  kind: 'cloud';
  machines: CloudMachine[];
  /** Of those, how many the load names; null without load by machine. */
  withLoad: number | null;
  unplaced: string[];
  plans: CloudPlan[];
  storagePerMonth: number;
  storageGib: number;
  instances: { type: string; count: number; perHour: number; month: number }[];
  /** Hours a month that every machine may run until the cloud on demand costs what the estate does today. */
  breakEvenHours: number | null;
  onPremMonth: number | null;
  catalogue: {
    source: string;
    rows: number;
    used: number;
    dates: string[];
    suspicious: string[];
    unpriced: number;
  };
}

const MONTH_HOURS = 730;
/** A price per vCPU this far from its family's median is another OS's price, or a mistake. */
const ODD = 0.3;

/** Instances whose price per vCPU is far from that of their family at the same memory per vCPU. */
export function suspicious(instances: readonly Instance[]): Set<Instance> {
  const groups = new Map<string, Instance[]>();
  for (const one of instances) {
    const key = [one.provider, one.region, one.family, (one.memoryGib / one.vcpus).toFixed(1)].join(
      '\0',
    );
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  const odd = new Set<Instance>();
  const each = (one: Instance) => (one.prices['on-demand'] ?? 0) / one.vcpus;
  for (const list of groups.values()) {
    if (list.length < 3) continue;
    const middle = median(list.map(each));
    for (const one of list) if (Math.abs(each(one) / middle - 1) > ODD) odd.add(one);
  }
  return odd;
}

/** What a machine needs: its use at the percentile with the comfort factor, or its allocation without one. */
function needsOf(
  vms: readonly InventoryVm[],
  target: CloudTarget,
  series: LoadSeries | undefined,
  mhzOf: (vm: InventoryVm) => number,
) {
  const loads = new Map(series?.machines.map((one) => [one.name, one]));
  const fromS = windowStart(series?.lastS ?? 0, target.windowDays);
  return vms.map((vm) => {
    const one = loads.get(vm.name);
    const samples = one && windowed(one, vm, { mhzPerCore: mhzOf(vm), coresPerNode: 0 }, fromS);
    const p = target.percentile / 100;
    const cpu = samples && samples.cpu.length > 0 ? percentileOf(samples.cpu, p).value : null;
    const memory =
      samples && samples.memory.length > 0
        ? (100 * percentileOf(samples.memory, p).value) / vm.memoryMib
        : null;
    const gib = vm.memoryMib / 1024;
    return {
      needVcpus: effectiveNeed(vm.vcpus, cpu, target.comfort),
      needGib: effectiveNeed(gib, memory, target.comfort),
      stars:
        cpu === null || !samples
          ? null
          : confidenceStars(100 * coverageOf(samples.times, target.windowDays).share),
    };
  });
}

/** Machines that a load names. */
function matchedIn({ machines }: LoadSeries, vms: readonly InventoryVm[]): number {
  const names = new Set(machines.map(({ name }) => name));
  return vms.filter(({ name }) => names.has(name)).length;
}

/** Sizes with a price, by price: the first that is large enough is the cheapest. */
function offers(catalogue: Catalogue, target: CloudTarget, odd: ReadonlySet<Instance>): Instance[] {
  const wanted = (list: readonly string[] | undefined, value: string) =>
    list?.includes(value) ?? true;
  return catalogue.instances
    .filter(
      (one) =>
        !odd.has(one) &&
        (target.provider === undefined || one.provider === target.provider) &&
        (target.region === undefined || one.region === target.region) &&
        wanted(target.classes, one.class) &&
        wanted(target.families, one.family),
    )
    .sort((a, b) => onDemand(a) - onDemand(b) || (a.type < b.type ? -1 : 1));
}

const onDemand = (one: Instance) => one.prices['on-demand'] ?? 0;

/** Price an hour under a plan: the catalogue's, or the discount given off on-demand. */
function hourly(one: Instance, plan: PricePlan, target: CloudTarget): number | undefined {
  const own = one.prices[plan];
  if (own !== undefined) return own;
  const discount = plan === 'on-demand' ? undefined : target.plans[plan]?.discount;
  return discount === undefined ? undefined : onDemand(one) * (1 - discount);
}

function plansOf(chosen: readonly Instance[], target: CloudTarget): CloudPlan[] {
  const usage = chosen.reduce((sum, one) => sum + onDemand(one), 0);
  return pricePlans.flatMap((plan): CloudPlan[] => {
    const prices = chosen.map((one) => hourly(one, plan, target));
    if (prices.some((price) => price === undefined) || chosen.length === 0) return [];
    const sum = prices.reduce<number>((all, price) => all + (price ?? 0), 0);
    // A reservation is paid for every hour of the month, used or not.
    const hours = plan === 'reserved' ? MONTH_HOURS : target.hoursPerMonth;
    const from = chosen.every((one) => one.prices[plan] !== undefined)
      ? 'catalogue'
      : 'discount given';
    const breakEvenHours = plan === 'reserved' && usage > 0 ? (sum * MONTH_HOURS) / usage : null;
    return [{ plan, perMonth: sum * hours, breakEvenHours, from }];
  });
}

function byType(chosen: readonly Instance[], hours: number) {
  const counts = new Map<Instance, number>();
  for (const one of chosen) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .map(([one, count]) => ({
      type: `${one.provider} ${one.type}`,
      count,
      perHour: onDemand(one),
      month: onDemand(one) * count * hours,
    }))
    .sort((a, b) => b.month - a.month || (a.type < b.type ? -1 : 1));
}

/** What a machine's host runs at, and its load; the cost of the estate as it is, where known. */
export interface CloudInputs {
  series: LoadSeries | undefined;
  mhzOf: (vm: InventoryVm) => number;
  onPremMonth: number | undefined;
}

/** Every running machine on the cheapest instance that is large enough for what it uses. */
export function cloudAnswer(
  vms: readonly InventoryVm[],
  target: CloudTarget,
  catalogue: Catalogue,
  { series, mhzOf, onPremMonth }: CloudInputs,
): CloudAnswer {
  const all = running(vms);
  const odd = suspicious(catalogue.instances);
  const sizes = offers(catalogue, target, odd);
  const needs = needsOf(all, target, series, mhzOf);
  const picks = needs.map(({ needVcpus, needGib }) =>
    sizes.find((one) => one.vcpus >= needVcpus - 1e-9 && one.memoryGib >= needGib - 1e-9),
  );
  const chosen = picks.filter((pick) => pick !== undefined);
  const hours = target.hoursPerMonth;
  const storageGib = all.reduce((sum, vm) => sum + vm.inUseMib, 0) / 1024;
  const storagePerMonth = storageGib * target.storagePerGibMonth;
  const usage = chosen.reduce((sum, one) => sum + onDemand(one), 0);
  const own = target.onPremMonth ?? onPremMonth ?? null;
  return {
    target,
    kind: 'cloud',
    machines: all.map((vm, i) => ({
      machine: vm.name,
      vcpus: vm.vcpus,
      memoryGib: vm.memoryMib / 1024,
      needVcpus: needs[i]?.needVcpus ?? 0,
      needGib: needs[i]?.needGib ?? 0,
      stars: needs[i]?.stars ?? null,
      instance: picks[i]?.type ?? null,
      month: picks[i] ? onDemand(picks[i]) * hours : 0,
    })),
    withLoad: series ? matchedIn(series, all) : null,
    unplaced: all.filter((_, i) => picks[i] === undefined).map(({ name }) => name),
    plans: plansOf(chosen, target),
    storagePerMonth,
    storageGib,
    instances: byType(chosen, hours),
    onPremMonth: own,
    breakEvenHours: own === null || usage === 0 ? null : Math.max(0, own - storagePerMonth) / usage,
    catalogue: {
      source: catalogue.source,
      rows: catalogue.instances.length,
      used: sizes.length,
      dates: [...new Set(sizes.map(({ date }) => date))].sort(),
      suspicious: [...odd].map(({ type }) => type),
      unpriced: catalogue.unpriced,
    },
  };
}
