import type { Sourced } from '../../sourced.ts';
import type { Accounting } from './accounting.ts';

export type AccessName = 'read' | 'write' | 'zero' | 'discard';

/** One disk under one discipline while a stream of operations runs on it. */
export interface DisciplineRun {
  access(kind: AccessName, offset: number, length: number): void;
  /** Keeps the state of now. */
  snapshot(): void;
  /** Gives up the oldest kept state, with what that costs. */
  dropOldest(): void;
  snapshots(): number;
  account(): Accounting;
}

export interface RunOptions {
  /** Bytes of the virtual disk. */
  size: number;
  /** Grain in bytes instead of the discipline's own. */
  blockSize?: number | undefined;
  /** Memory for the map, bytes. */
  memoryBytes?: number | undefined;
  /** Memory a qcow2 driver keeps tables of each image in; without it all of them fit. Other maps have no such cache. */
  tableCacheBytes?: number | undefined;
}

/** A way to keep snapshots: where a write goes, and what has to be copied or looked up. */
export interface Discipline {
  id: string;
  title: string;
  kind: 'copy-on-write' | 'redirect-on-write' | 'write-anywhere' | 'hybrid';
  /** Grain: the unit of copying and of the map. */
  blockBytes: Sourced;
  start(options: RunOptions): DisciplineRun;
}
