/** Hours of a month as clouds bill it: 365 x 24 / 12. */
export const MONTH_HOURS = 730;

/** Prices of one machine size: by the hour used, or a fee per month or per year whatever the use. */
export interface MachinePrice {
  perHour: number;
  perMonth: number;
  perYear: number;
}

export interface PricePlanCost {
  plan: 'per use' | 'monthly' | 'yearly' | 'mixed';
  perMonth: number;
  /** Machines paid for by fee; the rest pay by the hour. */
  byFee: number;
}

export interface PriceComparison {
  /** Hours of a month above which a fee is cheaper than paying by the hour. */
  breakEvenHoursMonthly: number;
  breakEvenHoursYearly: number;
  /** Months a machine must be kept for the yearly fee to beat the monthly one. */
  breakEvenMonths: number;
  plans: PricePlanCost[];
  cheapest: PricePlanCost['plan'];
}

/**
 * A month's cost of `demand` machines (one value per period of equal length, a month made of such days).
 * A fee covers the peak; mixed pays a fee for the machine number n if it is on more hours than the break-even,
 * which is the optimum because machines are alike and their hours fall with n.
 */
export function comparePrices(demand: readonly number[], price: MachinePrice): PriceComparison {
  const peak = demand.reduce((most, value) => Math.max(most, Math.ceil(value)), 0);
  const hoursOf = (machine: number) =>
    (demand.filter((value) => Math.ceil(value) >= machine).length / demand.length) * MONTH_HOURS;
  const hours = Array.from({ length: peak }, (_, i) => hoursOf(i + 1));
  const monthOfYear = price.perYear / 12;
  const fee = Math.min(price.perMonth, monthOfYear);
  const byFee = hours.filter((used) => used * price.perHour > fee).length;
  const perUse = (from: number) =>
    hours.slice(from).reduce((sum, used) => sum + used * price.perHour, 0);
  const plans: PricePlanCost[] = [
    { plan: 'per use', perMonth: perUse(0), byFee: 0 },
    { plan: 'monthly', perMonth: peak * price.perMonth, byFee: peak },
    { plan: 'yearly', perMonth: peak * monthOfYear, byFee: peak },
    { plan: 'mixed', perMonth: byFee * fee + perUse(byFee), byFee },
  ];
  return {
    breakEvenHoursMonthly: price.perMonth / price.perHour,
    breakEvenHoursYearly: monthOfYear / price.perHour,
    breakEvenMonths: price.perYear / price.perMonth,
    plans,
    cheapest: plans.reduce((a, b) => (b.perMonth < a.perMonth ? b : a)).plan,
  };
}
