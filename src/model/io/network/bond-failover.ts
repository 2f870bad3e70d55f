import { UserError } from '../../../errors.ts';
import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { bondTimers } from './bond-timers.ts';

export interface BondQuestion {
  miimonMs: number;
  downdelayMs: number;
  /** 0: no ARP monitor. */
  arpIntervalMs: number;
  arpMissedMax: number;
  lacpFast: boolean;
  mlagKeepaliveS: number;
}

/** What fails, who notices, and how long packets are lost at most. */
export interface BondFailure {
  what: string;
  noticedBy: string;
  worstMs: number;
  numbers: Sourced;
}

export interface BondAnswer {
  /** The delay the kernel uses: rounded down to a multiple of miimon. */
  downdelayMs: number;
  failures: BondFailure[];
}

const positive = (value: number, name: string) => {
  if (Number.isFinite(value) && value >= 0) return;
  throw new UserError(`expected ${name} of at least 0, found ${value}.`);
};

/**
 * Detection times of a bond and of one across two switches. Link loss is seen within one miimon and believed after
 * downdelay, which the kernel rounds down to a multiple of miimon. The ARP monitor gives up after arp_missed_max
 * intervals, a backup slave one later. LACP waits three periods.
 */
export function bondFailover(question: BondQuestion): BondAnswer {
  const { miimonMs, arpIntervalMs, arpMissedMax, mlagKeepaliveS } = question;
  positive(miimonMs, 'miimon');
  positive(question.downdelayMs, 'downdelay');
  const downdelayMs = miimonMs > 0 ? Math.floor(question.downdelayMs / miimonMs) * miimonMs : 0;
  const period = question.lacpFast ? bondTimers.lacpFastS : bondTimers.lacpSlowS;
  const failures: BondFailure[] = [];
  if (miimonMs > 0) {
    failures.push({
      what: 'a link loses its carrier',
      noticedBy: 'miimon, then downdelay',
      worstMs: miimonMs + downdelayMs,
      numbers: bondTimers.miimonMs,
    });
  }
  if (arpIntervalMs > 0) {
    failures.push(
      {
        what: 'the way beyond the switch is dead, active slave',
        noticedBy: 'ARP monitor',
        worstMs: arpMissedMax * arpIntervalMs,
        numbers: bondTimers.arpMissedMax,
      },
      {
        what: 'the way beyond the switch is dead, backup slave',
        noticedBy: 'ARP monitor, one interval more',
        worstMs: (arpMissedMax + 1) * arpIntervalMs,
        numbers: bondTimers.arpMissedMax,
      },
    );
  }
  failures.push(
    {
      what: 'the partner is silent while the link is up',
      noticedBy: `LACP, ${question.lacpFast ? 'fast' : 'slow'}`,
      worstMs: bondTimers.lacpTimeouts.value * period.value * 1000,
      numbers: period,
    },
    {
      what: 'one of two switches dies, the primary (links across both)',
      noticedBy: 'keep-alive of the peer; local ports forward on meanwhile',
      worstMs: mlagKeepaliveS * 1000,
      numbers: bondTimers.mlagKeepaliveS,
    },
    {
      what: 'one of two switches dies, the secondary (links across both)',
      noticedBy: 'nobody has to: the primary forwards on, its links fail as above',
      worstMs: miimonMs + downdelayMs,
      numbers: bondTimers.miimonMs,
    },
  );
  return { downdelayMs, failures };
}

/** An elastic NIC that moves to another instance: each step can be stated. */
export const elasticNicDefaults = {
  detectS: { ...unverified(10, 's', 'health checks that fail; assumed'), low: 3, high: 30 },
  detachS: { ...unverified(5, 's', 'detaching through the cloud API; assumed'), low: 1, high: 20 },
  attachS: { ...unverified(5, 's', 'attaching through the cloud API; assumed'), low: 1, high: 20 },
  announceS: {
    ...unverified(1, 's', 'address announced, interface configured; assumed'),
    low: 0.1,
    high: 5,
  },
} satisfies Record<string, Sourced>;
export type ElasticNicStep = keyof typeof elasticNicDefaults;

/** Steps of the move in their order; a stated step has no interval. */
export function elasticNicMove(
  stated: Partial<Record<ElasticNicStep, number | undefined>>,
): { step: ElasticNicStep; s: Sourced }[] {
  return (Object.keys(elasticNicDefaults) as ElasticNicStep[]).map((step) => {
    const value = stated[step];
    return {
      step,
      s: value === undefined ? elasticNicDefaults[step] : sourced(value, 's', 'derived', 'stated'),
    };
  });
}
