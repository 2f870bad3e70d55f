import type { PositionChannel } from '../../chart.ts';
import { num } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import type { Host, PageSize } from '../../hosts/host.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import type { SweepRow } from '../../model/translation/sweep.ts';
import { turnLines } from '../charts/turns.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

/** More lines than this cannot be told apart. */
const MAX_LINES = 5;

/** Up to `count` of `values`, spread evenly, with both ends. */
function spread(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  const at = (i: number) => num(values, Math.round((i * (values.length - 1)) / (count - 1)));
  return Array.from({ length: count }, (_, i) => at(i));
}

const distinct = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);

/** Misses per access, a row for each number of sets and page size, a column for some numbers of ways. */
export function sweepFigure(rows: readonly SweepRow[]): Figure {
  const ways = spread(distinct(rows.map((row) => row.ways)), 8);
  const table = new Map<string, Record<string, string | number>>();
  for (const row of rows) {
    const key = `${row.page} ${row.sets}`;
    const line = table.get(key) ?? { page: row.page, sets: row.sets };
    table.set(key, line);
    if (ways.includes(row.ways)) {
      line[`${row.ways} way${row.ways === 1 ? '' : 's'}`] = row.missRatio;
    }
  }
  return {
    id: 'tlb-sweep-table',
    title: translateWords.sweepTable(),
    description: translateWords.sweepTableText(),
    rows: [...table.values()],
  };
}

/** The answer of a sweep in a sentence: its best and its worst TLB. */
export function sweepLead(rows: readonly SweepRow[]): Text {
  const [first] = rows;
  if (!first) return '';
  const best = rows.reduce((a, b) => (b.missRatio < a.missRatio ? b : a), first);
  const worst = rows.reduce((a, b) => (b.missRatio > a.missRatio ? b : a), first);
  const told = ({ missRatio, entries, ways, page }: SweepRow) =>
    translateWords.missesOf({ missRatio, entries, page, ways });
  return translateWords.fromTo({ worst: told(worst), best: told(best) });
}

/** The misses of a sweep over the entries, one chart for each page size. */
export function sweepSection(rows: readonly SweepRow[], host: Host): Section {
  const pages = [...new Set(rows.map((row) => row.page))];
  return {
    id: 'tlb-sweep',
    title: translateWords.sweepTitle(),
    text: html`<p>${translateWords.sweepText({ rows: rows.length / pages.length })}</p>`,
    figures: [
      sweepFigure(rows),
      ...pages.map((page) =>
        sweepChart(
          rows.filter((row) => row.page === page),
          page,
          host,
        ),
      ),
    ],
  };
}

function sweepChart(rows: readonly SweepRow[], page: PageSize, host: Host): Figure {
  const ways = spread(distinct(rows.map((row) => row.ways)), MAX_LINES);
  const values = rows
    .filter((row) => ways.includes(row.ways))
    .map(({ entries, missRatio, ways: n }) => ({ entries, missRatio, ways: `${n}` }));
  const key = { field: 'ways', type: 'nominal', title: 'ways', sort: ways.map(String) } as const;
  const x = {
    field: 'entries',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    axis: { tickCount: 6, format: ',' },
    title: 'entries',
  } satisfies PositionChannel;
  const { l1Dtlb, l2Tlb } = host.memory;
  const marks = [
    { tlb: 'first level', entries: (l1Dtlb[page] ?? l1Dtlb['4K']).entries },
    ...(l2Tlb.pages.includes(page) ? [{ tlb: 'second level', entries: l2Tlb.entries }] : []),
  ];
  const told = terms.list({
    names: marks.map(({ tlb, entries }) =>
      translateWords.tlbMark({ tlb: cellWords(tlb), entries }),
    ),
  });
  return {
    id: `tlb-sweep-${page.toLowerCase()}`,
    title: translateWords.sweepChart({ page }),
    description: translateWords.sweepChartText({
      title: hostTitles(host.title),
      told,
    }),
    spec: {
      layer: [
        {
          data: { values },
          mark: { type: 'line', point: { size: 50 } },
          encoding: {
            x,
            y: { field: 'missRatio', type: 'quantitative', title: 'misses per access' },
            color: key,
            strokeDash: key,
            shape: key,
          },
        },
        ...turnLines(
          marks.map(({ tlb, entries }) => ({
            at: entries,
            name: translateWords.tlbMark({ tlb: cellWords(tlb), entries }),
          })),
          x,
          l2Tlb.entries / 4,
        ),
      ],
    },
    rows: rows.map(({ sets, ways: n, entries, misses, missRatio }) => ({
      sets,
      ways: n,
      entries,
      misses,
      'misses per access': missRatio,
    })),
  };
}
