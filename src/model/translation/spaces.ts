import { present } from '../../elements.ts';
import type { Host, PageSize } from '../../hosts/host.ts';
import {
  type EptEvents,
  type InvalidationScope,
  type NestedKind,
  type PageMix,
  type SpacesConfig,
  type SpacesCounts,
  SpacesKernel,
  type Tags,
} from '../../kernels/spaces/index.ts';
import type { LeafLevel } from '../../kernels/translation/index.ts';
import { Rng } from '../../rng.ts';
import { addressOf } from '../../trace-word.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { KernelPattern } from '../../workloads/kernel-pattern.ts';
import type { PatternSpec } from '../../workloads/workload.ts';
import { type EventLine, eventLines } from './events.ts';
import { kernelConfig, leafLevels, priced, type TranslationCase } from './simulate.ts';

/** What happens every so many accesses. */
export interface Rhythm {
  /** The next address space runs: processes of the first VM, then of the second, and so on. */
  switchEvery?: number;
  /** A VM exit and entry. */
  exitEvery?: number;
  /** An invalidation by the running address space; its page is that of the last access, or a random one of a pattern. */
  invalidate?: { scope: InvalidationScope; every: number };
  /** A round of dirty logging ends and all pages are protected again. */
  roundEvery?: number;
}

/** A simulation of several address spaces on one processor. */
export interface SpacesCase extends Omit<TranslationCase, 'host'> {
  host: Host;
  /** In place of one page size. */
  guestMix?: PageMix;
  hostMix?: PageMix;
  vms?: number;
  /** Address spaces of each VM. */
  processes?: number;
  tags: Tags;
  rhythm?: Rhythm;
  nestedKind?: NestedKind;
  global?: number;
  events?: EptEvents | null;
  /** The words name their address spaces: those of the processes of a trace. */
  namedSpaces?: boolean;
}

export interface SpacesResult extends SpacesCounts {
  /** Address-space switches, exits, invalidations and rounds that were asked for. */
  exits: number;
  invalidations: number;
  rounds: number;
  bill: EventLine[];
  /** Cycles per access: translation as without events, and the exits beside it; null without caches. */
  cyclesPerAccess: { l2TlbHits: number; walk: number; events: number; total: number } | null;
}

/** A mix that is one size. */
export function mixOf(size: PageSize): PageMix {
  return { share2M: size === '2M' ? 1 : 0, share1G: size === '1G' ? 1 : 0 };
}

function configOf(input: SpacesCase, pattern: KernelPattern | null): SpacesConfig {
  const { memory } = input.host;
  const frames = pattern ?? 'first-touch';
  const sized = { ...input, guestPage: '4K', hostPage: '4K', host: memory } as const;
  const base = kernelConfig(sized, frames);
  const { entries, ways } = memory.l2Tlb;
  const sets = (size: '2M' | '1G') => memory.l1Dtlb[size] ?? null;
  return {
    base: { ...base, l2Tlb: { entries, ways } },
    l1Tlb2M: sets('2M'),
    l1Tlb1G: sets('1G'),
    l2Leaves: memory.l2Tlb.pages.map((size): LeafLevel => leafLevels[size]),
    guestPages: input.guestMix ?? mixOf(input.guestPage),
    hostPages: input.hostMix ?? mixOf(input.hostPage),
    vms: input.vms ?? 1,
    processes: input.namedSpaces ? 64 : (input.processes ?? 1),
    tags: input.tags,
    nestedKind: input.nestedKind ?? 'ept',
    global: input.global ?? 0,
    events: input.events ?? null,
    namedSpaces: input.namedSpaces === true,
  };
}

/** One simulation under way: accesses with the events between them. */
export class SpacesRun {
  private readonly input: SpacesCase;
  private readonly pattern: KernelPattern | null;
  private readonly kernel: SpacesKernel;
  private readonly rng = new Rng(97);
  private accesses = 0;
  private exits = 0;
  private invalidations = 0;
  private rounds = 0;

  /** Throws a UserError for impossible geometry, mixes or patterns. */
  constructor(input: SpacesCase, pattern?: PatternSpec) {
    this.input = input;
    this.pattern = pattern ? findWorkload(pattern.pattern).kernelPattern(pattern) : null;
    this.kernel = new SpacesKernel(configOf(input, this.pattern), this.pattern ?? undefined);
  }

  /** Accesses until something happens, at most `most`; first lets happen what is due now. */
  private advance(most: number, page: () => number): number {
    const { switchEvery, exitEvery, invalidate, roundEvery } = this.input.rhythm ?? {};
    const { accesses, kernel } = this;
    const isDue = (every: number | undefined) =>
      every !== undefined && accesses > 0 && accesses % every === 0;
    if (isDue(exitEvery)) {
      this.exits++;
      kernel.exitVm();
    }
    if (isDue(roundEvery)) {
      this.rounds++;
      kernel.newRound();
    }
    if (invalidate && isDue(invalidate.every)) {
      this.invalidations++;
      kernel.invalidate(invalidate.scope, page());
    }
    if (isDue(switchEvery)) kernel.switchTo((accesses / present(switchEvery)) % kernel.spaces);
    let left = most;
    for (const every of [switchEvery, exitEvery, invalidate?.every, roundEvery]) {
      if (every !== undefined) left = Math.min(left, every - (accesses % every));
    }
    this.accesses += left;
    return left;
  }

  /** Simulates the next words of a trace. */
  feed(words: BigUint64Array): void {
    for (let done = 0; done < words.length; ) {
      const before = Math.max(0, done - 1);
      const page = () => Number(addressOf(present(words[before])));
      const some = this.advance(words.length - done, page);
      this.kernel.feed(words.subarray(done, done + some));
      done += some;
    }
  }

  /** Simulates accesses of the pattern given at construction. */
  runPattern(accesses: number): void {
    const { base, bytes } = present(this.pattern);
    const pages = Math.ceil(bytes / 4096);
    const page = () => base + this.rng.nextBelow(pages) * 4096;
    for (let done = 0; done < accesses; ) {
      const some = this.advance(accesses - done, page);
      this.kernel.runPattern(some);
      done += some;
    }
  }

  result(): SpacesResult {
    const counts = this.kernel.counts();
    const { cyclesPerAccess: cycles } = priced(counts, this.input.host.memory);
    const bill = eventLines(counts, this.input.host);
    const events = bill.reduce((sum, line) => sum + line.events * line.cyclesEach.value, 0);
    const perAccess = events / Math.max(1, counts.accesses);
    const { exits, invalidations, rounds } = this;
    return {
      ...counts,
      exits,
      invalidations,
      rounds,
      bill,
      cyclesPerAccess: cycles && {
        l2TlbHits: cycles.l2TlbHits,
        walk: cycles.walk,
        events: perAccess,
        total: cycles.total + perAccess,
      },
    };
  }
}

/** Runs a synthetic pattern. Throws a UserError for impossible cases. */
export function simulateSpaces(
  input: SpacesCase,
  pattern: PatternSpec,
  accesses: number,
): SpacesResult {
  const run = new SpacesRun(input, pattern);
  run.runPattern(accesses);
  return run.result();
}
