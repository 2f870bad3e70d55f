import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../../kernels/migration/replay-input.ts';
import { unverified } from '../../../sourced.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { effectiveBandwidth, guestPages } from '../scenario.ts';

/** When a hypervisor other than QEMU stops sending rounds and stops the guest. */
export interface StopRule {
  id: 'xen' | 'xen-classic' | 'vmotion';
  title: string;
  maxRounds: number;
  /** Stop when fewer pages than this are dirty. */
  minPages: number;
  /** Stop when this many times the RAM has been sent. */
  maxSentRatio: number;
  /** Stop when the rest takes no longer than this, seconds. */
  maxRestS: number;
  /** The guest is slowed down when a round does not shrink (stun during page send). */
  slowsGuest: boolean;
  source: string;
}

const VMOTION_REST_S = unverified(0.5, 's', 'vMotion switches below half a second; recalled');

export const stopRules: readonly StopRule[] = [
  {
    id: 'xen',
    title: 'Xen, precopy policy of libxenguest',
    maxRounds: 5,
    minPages: 50,
    maxSentRatio: Number.POSITIVE_INFINITY,
    maxRestS: 0,
    slowsGuest: false,
    source:
      'SPP_MAX_ITERATIONS 5 and SPP_TARGET_DIRTY_COUNT 50 of libs/guest (migration.md, section 4)',
  },
  {
    id: 'xen-classic',
    title: 'Xen before 4.6',
    maxRounds: 29,
    minPages: 50,
    maxSentRatio: 3,
    maxRestS: 0,
    slowsGuest: false,
    source: '29 iterations or three times the RAM: recalled, not verified',
  },
  {
    id: 'vmotion',
    title: 'VMware vMotion',
    maxRounds: 100,
    minPages: 0,
    maxSentRatio: Number.POSITIVE_INFINITY,
    maxRestS: VMOTION_REST_S.value,
    slowsGuest: true,
    source: `${VMOTION_REST_S.source}; stun during page send slows the guest: recalled, not verified`,
  },
];

export interface RoundsBySentence {
  rounds: number;
  totalS: number;
  blackoutS: number;
  transferredBytes: number;
  stoppedBy: 'few-pages' | 'rounds' | 'sent' | 'rest';
  /** Lowest share of its speed the guest was slowed to. */
  guestShare: number;
}

/** Whole rounds under a stop rule: everything dirty is sent, then what was dirtied meanwhile. */
export function underStopRule(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  rule: StopRule,
): RoundsBySentence {
  const rate = effectiveBandwidth(settings, host) / (PAGE_BYTES + PAGE_HEADER_BYTES);
  const ram = guestPages(guest) * (1 - (settings.skipZeroPages ? guest.zeroShare : 0));
  let todo = ram;
  let sent = 0;
  let seconds = host.setupMs / 1000;
  let guestShare = 1;
  let stoppedBy: RoundsBySentence['stoppedBy'] = 'rounds';
  let round = 0;
  for (; round < rule.maxRounds; round++) {
    const tookS = todo / rate;
    seconds += tookS;
    sent += todo;
    const dirtied = uniquePages(guest.dirty, tookS, guestShare);
    // Stun during page send: the guest is held to half of what the link carries.
    if (rule.slowsGuest && dirtied > 0.5 * todo) guestShare = Math.max(0.01, guestShare * 0.5);
    todo = dirtied;
    if (todo < rule.minPages) stoppedBy = 'few-pages';
    else if (todo / rate <= rule.maxRestS) stoppedBy = 'rest';
    else if (sent > rule.maxSentRatio * ram) stoppedBy = 'sent';
    else continue;
    round++;
    break;
  }
  const blackoutS = todo / rate + host.switchMs / 1000;
  const transferredBytes = (sent + todo) * (PAGE_BYTES + PAGE_HEADER_BYTES);
  return {
    rounds: round,
    totalS: seconds + blackoutS,
    blackoutS,
    transferredBytes,
    stoppedBy,
    guestShare,
  };
}
