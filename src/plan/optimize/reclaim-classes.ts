/** What could be given back, by kind, in the order it is shown. */
export const reclaimClasses = [
  'powered off',
  'idle',
  'old snapshot',
  'orphaned disk',
  'over-provisioned disk',
] as const;
export type ReclaimClass = (typeof reclaimClasses)[number];
