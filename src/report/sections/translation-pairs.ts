import type { TopLevelSpec } from 'vega-lite';
import type { ColourChannel, ShapeChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { runWords } from '../../messages/run.ts';
import type { SteadyRow } from '../../studies/steady/columns.ts';
import { limited, MOST_FIGURE_ROWS } from '../../tables/limited-figure.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

const MAX_ROWS = 40;

/** What the hardware walks: the host page size matters only where there are two tables. */
function tablesOf(row: SteadyRow): string {
  const nested = techniqueById(row.technique).mmu === 'nested';
  return nested ? `two tables ${row.guest_page}/${row.host_page}` : `one table ${row.guest_page}`;
}

interface Point {
  where: string;
  tables: string;
  cycles: number;
  row: SteadyRow;
}

interface Points {
  /** Of the places that are drawn, and the first of the table. */
  kept: Point[];
  count: number;
  /** How many workloads on hosts there are, and those that are drawn. */
  places: number;
  first: Set<string>;
  tables: Set<string>;
}

/** Techniques that walk the same tables cost the same here and are drawn once. */
function pointsOf(rows: readonly SteadyRow[]): Points {
  const known = new Set<string>();
  const [places, first, all] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const kept: Point[] = [];
  for (const row of rows) {
    const where = `${row.workload} on ${row.host}${row.tlb ? `, ${row.tlb}` : ''}`;
    const tables = tablesOf(row);
    const count = known.size;
    if (known.add(JSON.stringify([where, tables])).size === count) continue;
    if (places.add(where).size <= MAX_ROWS) first.add(where);
    all.add(tables);
    if (count <= MOST_FIGURE_ROWS || first.has(where))
      kept.push({ where, tables, cycles: row.tlb_cycles_per_access, row });
  }
  return { kept, count: known.size, places: places.size, first, tables: all };
}

/** Cycles per access that translation costs, by what is walked and page-size pair. */
export function translationPairsSection(rows: readonly SteadyRow[]): Section {
  return {
    id: 'translation',
    title: runWords.translationTitle(),
    text: html`<p>${runWords.translationText()}</p>`,
    figures: rows.length > 0 ? [pairsFigure(pointsOf(rows))] : [],
  };
}

function pairsFigure({ kept, count, places, first, tables }: Points): Figure {
  const drawn = kept.filter(({ where }) => first.has(where));
  const series = [...tables].sort();
  const key = {
    field: 'tables',
    type: 'nominal',
    sort: series,
    title: 'walks, guest/host pages',
  } satisfies ColourChannel & ShapeChannel;
  const spec: TopLevelSpec = {
    data: { values: drawn.map(({ where, tables, cycles }) => ({ where, tables, cycles })) },
    height: { step: 30 },
    mark: { type: 'point', filled: true, size: 80, opacity: 0.9 },
    encoding: {
      y: { field: 'where', type: 'nominal', sort: [...first], title: null, axis: { grid: true } },
      x: { field: 'cycles', type: 'quantitative', title: 'translation cycles per data access' },
      color: key,
      shape: key,
    },
  };
  const figure = {
    id: 'pairs',
    title: runWords.pairsTitle(),
    description: runWords.pairsText({
      first: places > MAX_ROWS ? runWords.pairsFirst({ drawn: MAX_ROWS, all: places }) : '',
    }),
    spec,
    rows: kept.slice(0, MOST_FIGURE_ROWS + 1).map(({ where, tables, row }) => ({
      where,
      walks: tables,
      'cycles per access': row.tlb_cycles_per_access,
      'L1 misses per access': row.l1_misses / row.accesses,
      'walks per access': row.walks / row.accesses,
      'references per walk': row.walks > 0 ? row.walk_refs / row.walks : 0,
    })),
  };
  return limited(figure, count);
}
