import { expect, test } from 'vitest';
import type { DensityRow } from './columns.ts';
import { densitySentences } from './conclusion.ts';

/** A row of the bill: `steady` and `sharing` as shares of one CPU. */
function bill(host: string, technique: string, rank: number, more: Partial<DensityRow> = {}) {
  const { steady_cpus = 0, sharing_cpus = 0 } = more;
  const overhead = Number(steady_cpus) + Number(sharing_cpus);
  return {
    ...{ vm: 'web', host, technique, rank, settings: '', guest_page: '4K', host_page: '4K' },
    ...{ needs: 'own-kernel', lacks: '', measure_next: '', currency: '$' },
    ...{ base_cpus: 1, steady_cpus, sharing_cpus, migration_cpus: 0, snapshots_cpus: 0 },
    ...{ overhead, total_cpus: 1 + overhead, total_cpus_low: 1 + overhead },
    ...{ total_cpus_high: 1 + overhead, vms_per_host: 3, price: 80 },
    ...more,
  } as DensityRow;
}
const said = (rows: readonly DensityRow[], language: 'en' | 'zh' = 'en') =>
  densitySentences(rows).map((sentence) => sentence.in(language));

test('where nothing is added, nothing is left to gain, and equal prices are called the same', () => {
  const rows = [bill('a', 'para', 1), bill('a', 'full', 2, { steady_cpus: 0.02 })];
  expect(said(rows).slice(1)).toEqual([
    'web: full comes closest, on a: +2.00 % CPU time and the same price beside para; sure, their intervals do not overlap.',
    'web: nothing is left to gain: less than 0.01 % is added on a.',
  ]);
  expect(said(rows, 'zh').at(-1)).toContain('不到 0.01%');
});

test('the largest part is told where most is added', () => {
  const rows = [
    bill('a', 'para', 1, { steady_cpus: 0.02 }),
    bill('b', 'para', 1, { steady_cpus: 0.01, sharing_cpus: 0.3 }),
    bill('b', 'full', 2, { steady_cpus: 0.5, price: 100 }),
  ];
  expect(said(rows).at(-1)).toMatch(/the largest part, on b, is .*sharing.* \(\+30\.0 %\)/);
  expect(said(rows)[1]).toContain('+25.0 % price');
});
