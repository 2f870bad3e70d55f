/** What guest I/O cost on the host: the same fields for every discipline. */
export interface Accounting {
  guestReads: number;
  guestReadBytes: number;
  guestWrites: number;
  guestWriteBytes: number;
  /** Data requests and bytes on the host, copies included. */
  hostReads: number;
  hostReadBytes: number;
  hostWrites: number;
  hostWriteBytes: number;
  /** Zeroed without moving data. */
  zeroedBytes: number;
  /** Blocks copied because a snapshot or a layer below needed or held the old content. */
  copies: number;
  copiedBytes: number;
  /** Writes of maps, refcounts, exceptions, and their bytes. */
  metadataWrites: number;
  metadataBytes: number;
  flushes: number;
  /** Questions asked of a map or layer. */
  lookups: number;
  /** Host space of the disk with its snapshots. */
  spaceBytes: number;
  /** Blocks moved by the discipline itself: cleaning, merging. */
  movedBytes: number;
  /** Writes that found no space. */
  refused: number;
}

/** Host data bytes written for a guest byte; 1 is the best a discipline can do. */
export function writeAmplification(account: Accounting): number {
  return account.guestWriteBytes > 0 ? account.hostWriteBytes / account.guestWriteBytes : 1;
}

/** The same with metadata. */
export function totalWriteAmplification(account: Accounting): number {
  const bytes = account.hostWriteBytes + account.metadataBytes;
  return account.guestWriteBytes > 0 ? bytes / account.guestWriteBytes : 1;
}

/** Field by field `after` - `before`; space is a level and stays that of `after`. */
export function since(before: Accounting, after: Accounting): Accounting {
  const entries = Object.entries(after).map(([name, value]) => [
    name,
    name === 'spaceBytes' ? value : value - before[name as keyof Accounting],
  ]);
  return Object.fromEntries(entries) as Accounting;
}
