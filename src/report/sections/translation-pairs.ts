import type { TopLevelSpec } from 'vega-lite';
import type { Row } from '../../results/columns.ts';
import { html } from '../html.ts';
import type { Chart, Section } from '../section.ts';

const MAX_CHARTS = 6;

/** Cycles per access that translation costs, by technique family and page-size pair. */
export function translationPairsSection(rows: readonly Row[]): Section {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.workload} on ${row.host}${row.tlb ? `, TLB ${row.tlb}` : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const charts = [...groups]
    .slice(0, MAX_CHARTS)
    .map(([title, group], i) => pairChart(title, group, i));
  return {
    id: 'translation',
    title: 'Address translation by page size',
    body: html`<p>Every data access is translated by a simulated TLB and, on a miss, by a page walk whose references go
      through the simulated caches: one-dimensional on bare metal, over guest and host tables with nested paging
      (up to 24 references for 4K on 4K). Larger pages on both sides shorten walks and reach further.</p>`,
    charts,
  };
}

function pairChart(title: string, rows: readonly Row[], i: number): Chart {
  const values = rows.map((row) => ({
    technique: String(row.technique),
    pages: `${row.guest_page}/${row.host_page}`,
    cycles: Number(row.tlb_cycles_per_access),
  }));
  const pairs = [...new Set(values.map((value) => value.pages))];
  const spec = {
    data: { values },
    height: { step: 26 },
    layer: [
      { mark: { type: 'rule', strokeWidth: 1, opacity: 0.4 }, encoding: { x2: { datum: 0 } } },
      {
        mark: { type: 'point', filled: true, size: 90 },
        encoding: {
          color: { field: 'pages', type: 'nominal', sort: pairs, title: 'guest/host pages' },
          shape: { field: 'pages', type: 'nominal', sort: pairs, title: 'guest/host pages' },
        },
      },
    ],
    encoding: {
      y: { field: 'technique', type: 'nominal', sort: null, title: null },
      x: { field: 'cycles', type: 'quantitative', title: 'translation cycles per data access' },
    },
  } as unknown as TopLevelSpec;
  return {
    id: `pairs-${i}`,
    title: `Translation cycles per access: ${title}`,
    description:
      'One mark per page-size pair; further right costs more. Bare metal uses the guest page size alone.',
    spec,
    table: rows.map((row) => ({
      technique: String(row.technique),
      'pages guest/host': `${row.guest_page}/${row.host_page}`,
      'cycles per access': Number(row.tlb_cycles_per_access),
      'L1 misses per access': Number(row.l1_misses) / Number(row.accesses),
      'walks per access': Number(row.walks) / Number(row.accesses),
      'references per walk': Number(row.walks) > 0 ? Number(row.walk_refs) / Number(row.walks) : 0,
    })),
  };
}
