/** Overload rule and its parameter; `npa` runs every host at full power, `dvfs` never migrates. */
export type Policy =
  | { id: string; rule: 'npa' | 'dvfs' }
  | { id: string; rule: 'thr' | 'iqr' | 'mad' | 'lr'; parameter: number };

/** The policies of the published table; VMs to move are chosen by minimum migration time (MMT). */
export const policies: readonly Policy[] = [
  { id: 'npa', rule: 'npa' },
  { id: 'dvfs', rule: 'dvfs' },
  { id: 'thr_mmt_0.8', rule: 'thr', parameter: 0.8 },
  { id: 'iqr_mmt_1.5', rule: 'iqr', parameter: 1.5 },
  { id: 'mad_mmt_2.5', rule: 'mad', parameter: 2.5 },
  { id: 'lr_mmt_1.2', rule: 'lr', parameter: 1.2 },
];
