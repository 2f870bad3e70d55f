import { type Sourced, sourced, unverified } from '../../../sourced.ts';

const bonding = 'Linux Documentation/networking/bonding.rst';
const mlag = 'Dell N-series and LANCOM manuals, MLAG';

/** Timers of aggregated links. */
export const bondTimers = {
  miimonMs: sourced(100, 'ms', 'published', `${bonding}: used if no monitor is configured`),
  arpMissedMax: sourced(2, 'intervals', 'published', bonding),
  lacpSlowS: unverified(30, 's', 'LACP, IEEE 802.1AX; recalled', 0),
  lacpFastS: unverified(1, 's', 'LACP, IEEE 802.1AX; recalled', 0),
  lacpTimeouts: unverified(3, 'periods', 'LACP, IEEE 802.1AX; recalled', 0),
  mlagKeepaliveS: { ...sourced(5, 's', 'published', mlag), low: 2, high: 15 },
  mlagDualMs: {
    ...sourced(3500, 'ms', 'published', `${mlag}: second channel`),
    low: 700,
    high: 14_000,
  },
} satisfies Record<string, Sourced>;
