import { formatBytes } from '../../format.ts';
import { PAGE_BYTES, RMAP_ITEM_BYTES } from '../../kernels/ksm/machine.ts';
import { type SnapshotNumbers, snapshotPages } from './explain-snapshot.ts';

/** What a snapshot of /sys/kernel/mm/ksm says in one word. */
export type SnapshotVerdict =
  | 'nothing-registered'
  | 'nothing-to-merge'
  | 'stopped'
  | 'unmerged'
  | 'not-yet'
  | 'nothing-merged'
  | 'loses'
  | 'saves';

export interface SnapshotAnswer {
  verdict: SnapshotVerdict;
  sentence: string;
}

/** Scans before anything can merge: the first takes checksums, the second compares. */
const SCANS_TO_MERGE = 2;

const WHY_NOTHING =
  'memory is registered by madvise(MADV_MERGEABLE) (QEMU: mem-merge=on) or prctl(PR_SET_MEMORY_MERGE), and only private anonymous memory counts: not memfd, shared or hugetlbfs memory';

/** The answer ahead of the figures. */
export function snapshotAnswer(now: SnapshotNumbers): SnapshotAnswer {
  const run = now.run ?? 1;
  const { items, merged } = snapshotPages(now);
  if (items === 0 && merged === 0) return answerWithoutPages(run, now.full_scans);
  if (merged === 0) return answerUnmerged(run, now.full_scans);
  const [saved, tracking] = [merged * PAGE_BYTES, items * RMAP_ITEM_BYTES];
  if (saved < tracking) {
    return {
      verdict: 'loses',
      sentence: `KSM costs more memory than it saves: ${formatBytes(saved)} saved, ${formatBytes(tracking)} for tracking.`,
    };
  }
  return {
    verdict: 'saves',
    sentence: `KSM saves ${formatBytes(saved - tracking)} of memory, tracking paid for.`,
  };
}

function answerWithoutPages(run: number, scans: number | undefined): SnapshotAnswer {
  if (run === 2) {
    return { verdict: 'unmerged', sentence: 'KSM is stopped and everything was unmerged (run 2).' };
  }
  if (run === 0) {
    return {
      verdict: 'stopped',
      sentence:
        'KSM is stopped (run 0) and merges nothing: echo 1 > /sys/kernel/mm/ksm/run starts it.',
    };
  }
  if (scans === 0) {
    return {
      verdict: 'nothing-registered',
      sentence: `No process registered memory: ksmd runs, never finished a scan and tracks no page; ${WHY_NOTHING}.`,
    };
  }
  return {
    verdict: 'nothing-to-merge',
    sentence: `ksmd finds no page to track: no process that registered memory is left, or it holds none that counts; ${WHY_NOTHING}.`,
  };
}

function answerUnmerged(run: number, scans: number | undefined): SnapshotAnswer {
  if (run !== 1) {
    return {
      verdict: 'stopped',
      sentence: `KSM is stopped (run ${run}): pages are tracked, none is merged.`,
    };
  }
  if (scans !== undefined && scans < SCANS_TO_MERGE) {
    return {
      verdict: 'not-yet',
      sentence: `Too early to say: pages merge from the second scan on, and ${scans === 0 ? 'none' : 'one'} has ended.`,
    };
  }
  return {
    verdict: 'nothing-merged',
    sentence: 'Nothing is merged: no two of the tracked pages are equal and at rest.',
  };
}
