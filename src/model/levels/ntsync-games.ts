const ntsync =
  'ntsync patch table, as quoted on gamingonlinux 2024-01 and 2025-01; several machines';
/** Games before and after synchronisation moved from the server into the kernel, frames a second. */
export const ntsyncGames: readonly { before: number; after: number; source: string }[] = [
  [69, 99],
  [99.8, 224.1],
  [110.6, 860.7],
  [108, 160],
  [141, 326],
  [164.4, 199.2],
  [26, 77],
  [26, 51],
].map(([before = 0, after = 0]) => ({ before, after, source: ntsync }));
