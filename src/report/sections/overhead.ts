import { present } from '../../elements.ts';
import { formatOverhead } from '../../format.ts';
import { runWords } from '../../messages/run.ts';
import { costParts as partNames } from '../../messages/terms.ts';
import type { Status } from '../../sourced.ts';
import type { SteadyRow } from '../../studies/steady/columns.ts';
import { partColumns } from '../../studies/steady/part-columns.ts';
import { limited, MOST_FIGURE_ROWS } from '../../tables/limited-figure.ts';
import { costParts } from '../../techniques/technique.ts';
import { overheadBars } from '../charts/overhead-bars.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { mark } from '../status.ts';

/** Small multiples side by side and one below another; the table has every case. */
const MOST_HOSTS = 4;
const MOST_VMS = 5;

/** Groups rows that differ in technique only, in order of appearance. */
export function groupByCase(rows: readonly SteadyRow[]): SteadyRow[][] {
  const groups = new Map<string, SteadyRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([
      ...[row.workload, row.host, row.guest_page, row.host_page, row.tlb, row.settings],
    ]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** Overhead of every technique: one stacked bar by cost part per case, and the whole table. */
export function overheadSection(rows: readonly SteadyRow[]): Section {
  // The first page pair of each workload and host is drawn; the table holds every case.
  const seen = new Set<string>();
  const drawn = groupByCase(rows).filter(([row]) => {
    const key = JSON.stringify([present(row).workload, present(row).host]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const names = (pick: (row: SteadyRow) => unknown, most: number) =>
    new Set([...new Set(drawn.map(([row]) => pick(present(row))))].slice(0, most));
  const [hosts, vms] = [
    names((row) => row.host, MOST_HOSTS),
    names((row) => row.workload, MOST_VMS),
  ];
  const shown = drawn.filter(
    ([row]) => hosts.has(present(row).host) && vms.has(present(row).workload),
  );
  const left = drawn.length - shown.length;
  const first = shown[0]?.[0];
  return {
    id: 'overhead',
    title: runWords.overheadTitle(),
    text: html`<p>${runWords.overheadText()}</p>
      ${left > 0 ? html`<p>${runWords.moreCombinations({ left })}</p>` : ''}`,
    figures: first
      ? [
          overheadBars(
            shown.flat(),
            'overhead-bars',
            runWords.pagesTitle({ guest: String(first.guest_page), page: String(first.host_page) }),
          ),
        ]
      : [],
  };
}

/** Every row of the run as one table. */
export function casesSection(rows: readonly SteadyRow[]): Section {
  const first = rows.slice(0, MOST_FIGURE_ROWS + 1).map(tableRow);
  return {
    id: 'cases',
    title: runWords.casesTitle(),
    text: html``,
    figures: [limited(tableFigure('cases-table', runWords.casesTable(), first), rows.length)],
  };
}

function tableRow(row: SteadyRow): FigureRow {
  const parts = costParts.map((part) => [part, row[partColumns[part]] / row.base_cycles] as const);
  const largest = parts.reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a));
  return {
    workload: row.workload,
    host: row.host,
    'pages guest/host': `${row.guest_page}/${row.host_page}`,
    ...(row.tlb ? { tlb: row.tlb } : {}),
    ...(row.settings ? { settings: row.settings } : {}),
    technique: row.technique,
    overhead: formatOverhead(row.overhead_ratio),
    interval: `${formatOverhead(row.overhead_low)} … ${formatOverhead(row.overhead_high)}`,
    'largest part':
      largest[1] === 0
        ? '—'
        : runWords.largestPart({ part: partNames(largest[0]), share: largest[1] }),
    'known as': mark({ status: row.weakest_status as Status }),
    'without a price': row.unpriced_events || '—',
  };
}
