/** Which settings of each study a bill is made with. */
export interface Choice {
  steady: string;
  migration: string;
  sharing: string;
  disks: string;
  density: string;
}
export const chosenStudies = ['steady', 'migration', 'sharing', 'disks', 'density'] as const;
