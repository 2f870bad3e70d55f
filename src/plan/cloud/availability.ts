import { UserError } from '../../errors.ts';

const DAY_MINUTES = 1440;

/** Minutes a service may be down in a period. */
export const allowedMinutes = (availability: number, days: number): number =>
  (1 - availability) * days * DAY_MINUTES;

/** One of several independent copies serves: 1 - (1 - a)^n. */
export const anyOf = (availability: number, copies: number): number =>
  1 - (1 - availability) ** copies;

/** Credits by the availability of a month: 10 % below 99.99, 25 % below 99, all below 95. */
const creditSteps: readonly [below: number, credit: number][] = [
  [0.95, 1],
  [0.99, 0.25],
  [0.9999, 0.1],
];

export const creditOf = (availability: number): number =>
  creditSteps.find(([below]) => availability < below)?.[1] ?? 0;

export interface AvailabilityQuestion {
  availability: number;
  days: number;
  /** Zones of which one has to serve. */
  zones: number;
  /** Minutes it was down, where known. */
  downMinutes: number | null;
}

export interface AvailabilityAnswer {
  allowedMinutes: number;
  zonesAvailability: number;
  zonesMinutes: number;
  reached: number | null;
  credit: number | null;
  held: boolean | null;
}

export function availabilityAnswer(question: AvailabilityQuestion): AvailabilityAnswer {
  const { availability, days, zones, downMinutes } = question;
  if (!(availability >= 0 && availability <= 1)) {
    throw new UserError(`expected an availability from 0 to 1, found ${availability}.`);
  }
  const together = anyOf(availability, zones);
  const minutes = days * DAY_MINUTES;
  const reached = downMinutes === null ? null : Math.max(0, 1 - downMinutes / minutes);
  return {
    allowedMinutes: allowedMinutes(availability, days),
    zonesAvailability: together,
    zonesMinutes: allowedMinutes(together, days),
    reached,
    credit: reached === null ? null : creditOf(reached),
    held: reached === null ? null : reached >= availability - 1e-12,
  };
}
