import { badInput } from '../../errors.ts';
import { StatedPages } from './stated-pages.ts';

/** More different values than this are counted together: what a trace says must not fill the memory. */
const MAX_KINDS = 4096;
/** Processes a word can name; later ones share the last number. */
const MAX_SPACES = 64;

class Tally {
  readonly counts = new Map<number, number>();
  overflow = 0;

  add(value: number): void {
    const count = this.counts.get(value);
    if (count !== undefined) this.counts.set(value, count + 1);
    else if (this.counts.size < MAX_KINDS) this.counts.set(value, 1);
    else this.overflow++;
  }
}

/** What a trace says beside addresses; filled while the trace is read. */
export class TraceHints {
  private readonly pages = new Tally();
  private readonly processes = new Tally();
  private skipped = 0;
  /** True once the format told loads from stores: a store sets the dirty bit, a load only the accessed bit. */
  kindsStated = false;

  /** References of other processes are left out, where the format names processes. */
  readonly onlyProcess: number | undefined;

  /** Number of the process of the last reference, in order of appearance; stays 0 unless they are told apart. */
  space = 0;
  private readonly spaces = new Map<number | undefined, number>();
  private readonly namesSpaces: boolean;

  constructor(onlyProcess?: number, namesSpaces = false) {
    this.onlyProcess = onlyProcess;
    this.namesSpaces = namesSpaces;
  }

  /** Page sizes stated for single references. */
  readonly statedPages = new StatedPages();

  /** One statement of a page size in bytes: of the whole trace, or of the reference to `address`. */
  page(bytes: number, address?: number): void {
    this.pages.add(bytes);
    if (address !== undefined) this.statedPages.add(address, bytes);
  }

  /** Different page sizes stated. */
  get pageSizeCount(): number {
    return this.pages.counts.size;
  }

  /** Counts a reference of a process (undefined: not told); false when it is filtered out. */
  wants(process: number | undefined): boolean {
    if (process !== undefined) this.processes.add(process);
    const wanted = this.onlyProcess === undefined || this.onlyProcess === process;
    if (!wanted) this.skipped++;
    else if (this.namesSpaces) this.space = this.spaceOf(process);
    return wanted;
  }

  private spaceOf(process: number | undefined): number {
    const known = this.spaces.get(process);
    if (known !== undefined) return known;
    const next = Math.min(this.spaces.size, MAX_SPACES - 1);
    if (this.spaces.size < MAX_KINDS) this.spaces.set(process, next);
    return next;
  }

  /** The page size stated most often, in bytes. */
  get pageBytes(): number | undefined {
    return [...this.pages.counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  }

  get processCount(): number {
    return this.processes.counts.size;
  }

  /** Throws when a process was asked for and the trace names none, or others only. */
  checkProcess(file: string): void {
    const { onlyProcess } = this;
    if (onlyProcess === undefined || this.processes.counts.has(onlyProcess)) return;
    const seen = [...this.processes.counts.keys()].slice(0, 10).join(', ');
    throw badInput({
      file,
      expected: `references of process ${onlyProcess}`,
      found: seen === '' ? 'a trace that names no process' : `processes ${seen}`,
    });
  }

  toJSON(): object {
    const table = ({ counts, overflow }: Tally) => ({
      ...Object.fromEntries([...counts].slice(0, 64)),
      ...(overflow > 0 || counts.size > 64 ? { more: true } : {}),
    });
    return {
      pageBytes: table(this.pages),
      processes: table(this.processes),
      skippedReferences: this.skipped,
      kindsStated: this.kindsStated,
    };
  }
}
