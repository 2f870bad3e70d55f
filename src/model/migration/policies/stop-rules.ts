import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../../kernels/migration/replay-input.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { effectiveBandwidth, guestPages } from '../scenario.ts';
import type { StopRule } from './other-stop-rules.ts';

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
