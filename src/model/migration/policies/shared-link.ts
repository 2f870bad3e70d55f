import { nth } from '../../../elements.ts';
import { quickPrediction } from '../expected.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings, Verdict } from '../plan-types.ts';

export interface NamedGuest {
  name: string;
  /** Host the guest leaves; limits per host count these. */
  from: string;
  guest: MigratingGuest;
}

export interface Limits {
  /** KubeVirt: parallelOutboundMigrationsPerNode 2, parallelMigrationsPerCluster 5. */
  perHost: number;
  perCluster: number;
  /** Link out of each host, bytes/s. */
  hostLinkBytesPerS: number;
}

export interface Evacuated {
  name: string;
  from: string;
  verdict: Verdict;
  startS: number;
  endS: number;
  transferredBytes: number;
  blackoutMs: number;
}

interface Running {
  entry: NamedGuest;
  startS: number;
  /** Share of the migration that is done. */
  done: number;
  transferredBytes: number;
  blackoutMs: number;
  verdict: Verdict;
}

const worse: Record<Verdict, number> = { completes: 0, 'too-close': 1, never: 2 };

/** Longest a migration is given, as a multiple of the time without a single write. */
const PATIENCE = 30;

/**
 * Many migrations under limits: those running out of a host share its link evenly, and a migration
 * advances by dt / T(share), T being the closed form's total time at that share. A guest that would
 * never finish at its share blocks its slot until patience runs out and is reported so.
 */
export function evacuate(
  guests: readonly NamedGuest[],
  settings: MigrationSettings,
  host: MigrationHost,
  limits: Limits,
): { machines: Evacuated[]; totalS: number; longestBlackoutMs: number } {
  const waiting = [...guests];
  let running: Running[] = [];
  const machines: Evacuated[] = [];
  let now = 0;
  for (let guard = 0; guard < 20 * guests.length + 10; guard++) {
    for (let i = 0; i < waiting.length && running.length < limits.perCluster; ) {
      const next = nth(waiting, i);
      const outbound = running.filter((one) => one.entry.from === next.from).length;
      if (outbound >= limits.perHost) {
        i++;
        continue;
      }
      waiting.splice(i, 1);
      running.push({
        entry: next,
        startS: now,
        done: 0,
        transferredBytes: 0,
        blackoutMs: 0,
        verdict: 'completes',
      });
    }
    if (running.length === 0) break;
    const speeds = running.map((one) => {
      const sharing = running.filter((other) => other.entry.from === one.entry.from).length;
      const linkBandwidth = limits.hostLinkBytesPerS / sharing;
      const quick = quickPrediction(one.entry.guest, { ...settings, linkBandwidth }, host);
      const capS = (PATIENCE * one.entry.guest.ramBytes) / linkBandwidth;
      const seconds = quick.verdict === 'never' ? capS : Math.min(quick.totalS, capS);
      return { quick, seconds: Math.max(1e-6, seconds) };
    });
    const dt = Math.min(...running.map((one, i) => (1 - one.done) * nth(speeds, i).seconds));
    now += dt;
    running.forEach((one, i) => {
      const { quick, seconds } = nth(speeds, i);
      one.done += dt / seconds;
      one.transferredBytes += (quick.transferredBytes * dt) / seconds;
      one.blackoutMs = quick.blackoutMs;
      // What the last stretch decides is what counts: earlier sharing may have been worse.
      if (one.done >= 1 - 1e-9 || worse[quick.verdict] > worse[one.verdict]) {
        one.verdict = quick.verdict;
      }
    });
    for (const one of running.filter((candidate) => candidate.done >= 1 - 1e-9)) {
      const { entry, startS, verdict, transferredBytes, blackoutMs } = one;
      const { name, from } = entry;
      machines.push({ name, from, verdict, startS, endS: now, transferredBytes, blackoutMs });
    }
    running = running.filter((one) => one.done < 1 - 1e-9);
  }
  const longestBlackoutMs = Math.max(0, ...machines.map((one) => one.blackoutMs));
  return { machines, totalS: now, longestBlackoutMs };
}
