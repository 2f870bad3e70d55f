/** How overwritten neighbours join: all (one sync), none, or within windows of so many bytes. */
export type Joining = 'all' | 'none' | number;

/**
 * Extents of a file after a set of its blocks was rewritten elsewhere: maximal untouched segments
 * plus rewritten runs, plus one because the file began as two extents.
 */
export function extentsAfter(
  blocks: readonly number[],
  blockBytes: number,
  fileBytes: number,
  joining: Joining,
): number {
  const sorted = [...new Set(blocks)].sort((a, b) => a - b);
  let untouched = 0;
  let runs = 0;
  let previous = -1;
  for (const block of sorted) {
    const adjacent = block === previous + 1 && previous >= 0;
    if (!adjacent && block > previous + 1) untouched++;
    const joined =
      adjacent &&
      (joining === 'all' ||
        (joining !== 'none' &&
          Math.floor((block * blockBytes) / joining) ===
            Math.floor((previous * blockBytes) / joining)));
    if (!joined) runs++;
    previous = block;
  }
  if ((previous + 1) * blockBytes < fileBytes) untouched++;
  return untouched + runs + 1;
}

/** Bytes XFS allocates when shared blocks are rewritten: whole windows of its extent size hint. */
export function windowedBytes(
  blocks: readonly number[],
  blockBytes: number,
  windowBytes: number,
): number {
  return (
    new Set(blocks.map((block) => Math.floor((block * blockBytes) / windowBytes))).size *
    windowBytes
  );
}
