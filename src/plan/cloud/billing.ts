import { UserError } from '../../errors.ts';
import { comparePrices, type MachinePrice, MONTH_HOURS, type PriceComparison } from '../prices.ts';

/** How running time is rounded before it is paid: EC2 counts seconds, at least 60; others whole hours. */
export const billedSeconds = (seconds: number, perHour = false): number =>
  seconds <= 0 ? 0 : perHour ? Math.ceil(seconds / 3600) * 3600 : Math.max(60, Math.ceil(seconds));

export interface BillingQuestion {
  price: MachinePrice;
  /** Hours of a month the machine runs. */
  hours: number;
}

export interface BillingAnswer extends PriceComparison {
  perUse: number;
  perMonth: number;
  perMonthOfYear: number;
}

/** One machine that runs so many hours of a month, under each plan. */
export function billing({ price, hours }: BillingQuestion): BillingAnswer {
  if (!(hours >= 0 && hours <= 744))
    throw new UserError(`expected 0 to 744 hours, found ${hours}.`);
  const steps = 10_000;
  const on = Math.round((Math.min(hours, MONTH_HOURS) / MONTH_HOURS) * steps);
  const demand = Array.from({ length: steps }, (_, i) => (i < on ? 1 : 0));
  return {
    ...comparePrices(demand, price),
    perUse: hours * price.perHour,
    perMonth: price.perMonth,
    perMonthOfYear: price.perYear / 12,
  };
}

export interface BurstQuestion {
  /** Machines needed in each hour of a month-like cycle. */
  demand: readonly number[];
  /** A machine of one's own a month, and one of the cloud an hour. */
  ownPerMonth: number;
  cloudPerHour: number;
  own: number;
  /** Hours a cloud machine is billed beyond its need: start and drain. */
  startHours: number;
}

export interface BurstCost {
  own: number;
  ownPerMonth: number;
  cloudHours: number;
  cloudPerMonth: number;
  perMonth: number;
  bursts: number;
}

export interface BurstAnswer {
  asked: BurstCost;
  allOwn: BurstCost;
  allCloud: BurstCost;
  best: BurstCost;
  /** A machine is worth owning when it is needed more hours of a month than this. */
  breakEvenHours: number;
}

/** A month with so many machines of one's own and the rest from the cloud. */
export function burstCost(question: BurstQuestion, own: number): BurstCost {
  const { demand, ownPerMonth, cloudPerHour, startHours } = question;
  const perCycle = MONTH_HOURS / demand.length;
  let machineHours = 0;
  let starts = 0;
  let bursts = 0;
  demand.forEach((need, i) => {
    const out = Math.max(0, Math.ceil(need) - own);
    const before = Math.max(
      0,
      Math.ceil(demand[(i + demand.length - 1) % demand.length] ?? 0) - own,
    );
    machineHours += out;
    starts += Math.max(0, out - before);
    if (out > 0 && before === 0) bursts++;
  });
  const cloudHours = (machineHours + starts * startHours) * perCycle;
  const ownCost = own * ownPerMonth;
  return {
    own,
    ownPerMonth: ownCost,
    cloudHours,
    cloudPerMonth: cloudHours * cloudPerHour,
    perMonth: ownCost + cloudHours * cloudPerHour,
    bursts: bursts * perCycle,
  };
}

/** Own machines for the base and a public cloud for the peak, against all of either; the cheapest split. */
export function burst(question: BurstQuestion): BurstAnswer {
  const peak = question.demand.reduce((most, need) => Math.max(most, Math.ceil(need)), 0);
  if (peak === 0 || peak > 100_000) {
    throw new UserError(`expected a peak of 1 to 100,000 machines, found ${peak}.`);
  }
  let best = burstCost(question, 0);
  const tried = new Set(question.demand.map((need) => Math.ceil(need)));
  for (const own of tried) {
    const cost = burstCost(question, own);
    if (cost.perMonth < best.perMonth) best = cost;
  }
  return {
    asked: burstCost(question, question.own),
    allOwn: burstCost(question, peak),
    allCloud: burstCost(question, 0),
    best,
    breakEvenHours: question.ownPerMonth / question.cloudPerHour,
  };
}
