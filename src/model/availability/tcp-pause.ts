import { UserError } from '../../errors.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';

const sysctl = 'Linux Documentation/networking/ip-sysctl';

/** Timers of a TCP connection on Linux. */
export const tcpTimers = {
  rtoS: sourced(0.2, 's', 'published', `${sysctl}: smallest retransmission timeout, doubling`),
  rtoMaxS: sourced(120, 's', 'published', `${sysctl}: longest retransmission timeout`),
  retries2: sourced(15, 'retries', 'published', `${sysctl}: tcp_retries2`),
  keepaliveTimeS: unverified(7200, 's', 'tcp_keepalive_time; recalled', 0),
  keepaliveIntervalS: unverified(75, 's', 'tcp_keepalive_intvl; recalled', 0),
  keepaliveProbes: unverified(9, 'probes', 'tcp_keepalive_probes; recalled', 0),
} satisfies Record<string, Sourced>;

export interface TcpSettings {
  rtoS: number;
  rtoMaxS: number;
  retries: number;
  keepaliveTimeS: number;
  keepaliveIntervalS: number;
  keepaliveProbes: number;
}

export interface PauseOutcome {
  /** Seconds after the last acknowledgement at which the sender tries again, as far as the pause and one beyond. */
  retransmitsS: number[];
  /** The sender gives the connection up after this, at the earliest. */
  givesUpS: number;
  /** A connection that waits for nothing is given up after this where keep-alive is on. */
  idleGivesUpS: number;
  survives: boolean;
  idleSurvives: boolean;
  /** Seconds between the end of the pause and the retransmission that gets through; null: given up. */
  resumesLateS: number | null;
}

const MOST_RETRIES = 255;

/**
 * What a pause of the peer does to a sender with data under way: timeouts double from `rtoS` to `rtoMaxS`, and the
 * connection dies when the timeout after the last retry has passed: the sum of `retries` + 1 timeouts.
 */
export function acrossPause(pauseS: number, settings: TcpSettings): PauseOutcome {
  const { rtoS, rtoMaxS, retries } = settings;
  if (!(rtoS > 0 && rtoMaxS >= rtoS)) {
    throw new UserError(`expected a timeout above 0 and at most ${rtoMaxS} s, found ${rtoS}.`);
  }
  if (!Number.isSafeInteger(retries) || retries < 0 || retries > MOST_RETRIES) {
    throw new UserError(`expected 0 to ${MOST_RETRIES} retries, found ${retries}.`);
  }
  const retransmitsS: number[] = [];
  let now = 0;
  let timeout = rtoS;
  let resumesLateS: number | null = null;
  for (let retry = 0; retry < retries; retry++) {
    now += timeout;
    timeout = Math.min(rtoMaxS, 2 * timeout);
    if (resumesLateS === null) retransmitsS.push(now);
    if (resumesLateS === null && now >= pauseS) resumesLateS = now - pauseS;
  }
  const givesUpS = now + timeout;
  const idleGivesUpS =
    settings.keepaliveTimeS + settings.keepaliveProbes * settings.keepaliveIntervalS;
  return {
    retransmitsS,
    givesUpS,
    idleGivesUpS,
    survives: resumesLateS !== null,
    idleSurvives: pauseS < idleGivesUpS,
    resumesLateS,
  };
}
