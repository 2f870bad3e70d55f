import { Rng } from '../../rng.ts';
import type { GuestKernel } from './guest.ts';

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

/** How busy the page tables of a guest are, per 1000 accesses of user code that leave their page. */
export interface ActivityRates {
  processes: number;
  /** Pages of each process that are in use from the start. */
  pagesPerProcess: number;
  /** Unmap of a page followed later by a fresh mapping of it. */
  remaps: number;
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
    pagesPerProcess: 2000,
    remaps: 0,
    protects: 0,
    switches: 0,
    forks: 0,
    systemCalls: 0,
    ...some,
  };
}

/** A program whose tables change `churn` times per 1000 page-leaving accesses: remaps and protections, 5 to 1. */
export function churning(churn: number): ActivityRates {
  return rates({ remaps: (churn * 5) / 6, protects: churn / 6 });
}

const KINDS = ['remaps', 'protects', 'switches', 'forks', 'systemCalls'] as const;

/**
 * Operations of a guest with these rates, `accesses` of user code long; the first touches of its pages come
 * first. Same seed, same stream.
 */
export function* generateActivity(
  activity: ActivityRates,
  accesses: number,
  seed = 1,
): Generator<GuestOperation> {
  const rng = new Rng(seed);
  const { processes, pagesPerProcess } = activity;
  for (let space = 0; space < processes; space++) {
    yield { op: 'switch', space };
    for (let page = 0; page < pagesPerProcess; page++) {
      yield { op: 'access', space, page, write: true };
    }
  }
  const due = new Map(KINDS.map((kind) => [kind, 0]));
  let current = processes - 1;
  let child = processes;
  for (let i = 0; i < accesses; i++) {
    for (const kind of KINDS) {
      const owed = due.get(kind)! + activity[kind] / 1000;
      due.set(kind, owed % 1);
      for (let k = 0; k < Math.floor(owed); k++) {
        const page = rng.nextBelow(pagesPerProcess);
        if (kind === 'remaps') yield { op: 'unmap', space: current, page };
        else if (kind === 'protects') {
          yield { op: 'protect', space: current, page, writable: rng.nextBelow(2) === 0 };
        } else if (kind === 'switches') {
          current = (current + 1) % processes;
          yield { op: 'switch', space: current };
        } else if (kind === 'systemCalls') yield { op: 'syscall' };
        else {
          yield* forkExit(current, child++, pagesPerProcess, rng);
        }
      }
    }
    const page = rng.nextBelow(pagesPerProcess);
    yield { op: 'access', space: current, page, write: rng.nextBelow(3) === 0 };
  }
}

function* forkExit(
  space: number,
  child: number,
  pages: number,
  rng: Rng,
): Generator<GuestOperation> {
  yield { op: 'fork', space, child };
  yield { op: 'switch', space: child };
  for (let i = 0; i < pages / 10; i++) {
    yield { op: 'access', space: child, page: rng.nextBelow(pages), write: rng.nextBelow(2) === 0 };
  }
  yield { op: 'exit', space: child };
  yield { op: 'switch', space };
}
