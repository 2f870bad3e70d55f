/** Misses of one structure of `sets` x `ways` with exact LRU over page numbers: every set a list, youngest first. */
export function lruMisses(pages: readonly number[], sets: number, ways: number): number {
  const rows = Array.from({ length: sets }, () => [] as number[]);
  let misses = 0;
  for (const page of pages) {
    const row = rows[page % sets]!;
    const at = row.indexOf(page);
    if (at >= 0) row.splice(at, 1);
    else misses++;
    row.unshift(page);
    if (row.length > ways) row.pop();
  }
  return misses;
}
