import { f64, nth, present } from '../../elements.ts';
import { Rng } from '../../rng.ts';
import type { GuestKernel } from './guest.ts';
import type { PageVisits } from './visits.ts';

/** One step of a guest's memory management, generated or replayed. */
export type GuestOperation =
  | { op: 'access'; space: number; page: number; write: boolean }
  | { op: 'map' | 'unmap'; space: number; page: number }
  | { op: 'protect'; space: number; page: number; writable: boolean }
  | { op: 'fork'; space: number; child: number }
  | { op: 'switch' | 'exit'; space: number }
  | { op: 'syscall' };

/** Applies operations to a guest kernel. */
export function replay(kernel: GuestKernel, operations: Iterable<GuestOperation>): void {
  for (const step of operations) {
    switch (step.op) {
      case 'access':
        kernel.access(step.space, step.page, step.write);
        break;
      case 'map':
        kernel.map(step.space, step.page, true);
        break;
      case 'unmap':
        kernel.unmap(step.space, step.page);
        break;
      case 'protect':
        kernel.protect(step.space, step.page, step.writable);
        break;
      case 'fork':
        kernel.fork(step.space, step.child);
        break;
      case 'switch':
        kernel.switchTo(step.space);
        break;
      case 'exit':
        kernel.exit(step.space);
        break;
      case 'syscall':
        kernel.systemCall();
    }
  }
}

/** How busy the page tables of a guest are, per 1000 visits of pages. */
export interface ActivityRates {
  processes: number;
  /** Unmap of a page just before it is visited again, which maps it afresh. */
  remaps: number;
  /** Change of a page's permission just before it is visited; a write to a read-only page makes it writable again. */
  protects: number;
  switches: number;
  /** fork of a process, the child touching a tenth of its pages, and exit. */
  forks: number;
  systemCalls: number;
}

export const activityPresets = {
  steady: rates({}),
  server: rates({ processes: 8, switches: 2, remaps: 0.5, systemCalls: 20 }),
  compile: rates({
    processes: 4,
    switches: 1,
    remaps: 10,
    protects: 1,
    forks: 0.2,
    systemCalls: 10,
  }),
  churn: rates({ remaps: 100, protects: 20 }),
} as const satisfies Record<string, ActivityRates>;

function rates(some: Partial<ActivityRates>): ActivityRates {
  return {
    processes: 1,
    remaps: 0,
    protects: 0,
    switches: 0,
    forks: 0,
    systemCalls: 0,
    ...some,
  };
}

/** A program whose tables change `churn` times per 1000 visits of pages: remaps and protections, 5 to 1. */
export function churning(churn: number): ActivityRates {
  return rates({ remaps: (churn * 5) / 6, protects: churn / 6 });
}

const KINDS = ['remaps', 'protects', 'switches', 'forks', 'systemCalls'] as const;

/** Pages at most that the child of a fork touches. */
const CHILD_PAGES = 200;

/** What comes before the counting starts, and the operations to count. */
export interface Activity {
  warmUp: GuestOperation[];
  operations: GuestOperation[];
}

/**
 * The visits of a program and the page-table work of its kernel beside them, on the same pages. Every process runs the
 * program; the visits go on where a switch left them. Pages are mapped before the counting starts where the visits say
 * so, and always in a process that meets a page another one has touched first. Same seed, same operations.
 */
export function generateActivity(activity: ActivityRates, visits: PageVisits, seed = 1): Activity {
  const rng = new Rng(seed);
  const { processes } = activity;
  const { pages, writes } = visits;
  const childTouches = Math.min(CHILD_PAGES, Math.ceil(new Set(pages).size / 10));
  const operations: GuestOperation[] = [];
  const due = new Map(KINDS.map((kind) => [kind, 0]));
  const start = processes - 1;
  let current = start;
  let child = processes;
  for (let i = 0; i < pages.length; i++) {
    const page = f64(pages, i);
    for (const kind of KINDS) {
      const owed = present(due.get(kind)) + activity[kind] / 1000;
      due.set(kind, owed % 1);
      for (let k = 0; k < Math.floor(owed); k++) {
        if (kind === 'remaps') operations.push({ op: 'unmap', space: current, page });
        else if (kind === 'protects') {
          const writable = rng.nextBelow(2) === 0;
          operations.push({ op: 'protect', space: current, page, writable });
        } else if (kind === 'switches') {
          current = (current + 1) % processes;
          operations.push({ op: 'switch', space: current });
        } else if (kind === 'systemCalls') operations.push({ op: 'syscall' });
        else {
          const touched = Array.from({ length: childTouches }, () =>
            f64(pages, rng.nextBelow(i + 1)),
          );
          operations.push(...forkExit(current, child++, touched, rng));
        }
      }
    }
    operations.push({ op: 'access', space: current, page, write: writes[i] === 1 });
  }
  const warmUp = warmUpOf(operations, processes, start, visits.cold);
  // A guest that forks has forked before, and copied what it shared: its free frames are backed by the host.
  if (activity.forks > 0) {
    const mapped = warmUp.filter((step) => step.op === 'access' && step.space === start);
    warmUp.push(...forkExit(start, child, pages.subarray(0, childTouches), rng), ...mapped);
    warmUp.push({ op: 'switch', space: start });
  }
  return { warmUp, operations };
}

/** Touches every page a process will visit, unless its first visit is the program's first touch of it. */
function warmUpOf(
  operations: readonly GuestOperation[],
  processes: number,
  start: number,
  cold: boolean,
): GuestOperation[] {
  const seen = new Set<number>();
  const wanted = Array.from({ length: processes }, () => new Set<number>());
  const firstTouches = new Map<number, number>();
  for (const step of operations) {
    if (step.op !== 'access' || step.space >= processes) continue;
    if (cold && !seen.has(step.page)) firstTouches.set(step.page, step.space);
    seen.add(step.page);
    if (firstTouches.get(step.page) !== step.space) nth(wanted, step.space).add(step.page);
  }
  const warmUp: GuestOperation[] = wanted.flatMap((pages, space) => [
    { op: 'switch' as const, space },
    ...[...pages].map((page) => ({ op: 'access' as const, space, page, write: true })),
  ]);
  // Once around, so that no table is left out of sync by the mapping alone.
  const order = wanted.map((_, space) => (start + 1 + space) % processes);
  warmUp.push(...order.map((space) => ({ op: 'switch' as const, space })));
  return warmUp;
}

function* forkExit(
  space: number,
  child: number,
  touched: Iterable<number>,
  rng: Rng,
): Generator<GuestOperation> {
  yield { op: 'fork', space, child };
  yield { op: 'switch', space: child };
  for (const page of touched) {
    yield { op: 'access', space: child, page, write: rng.nextBelow(2) === 0 };
  }
  yield { op: 'exit', space: child };
  yield { op: 'switch', space };
}
