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

/**
 * The rows that are drawn: of each workload and host those of its first case (pages, TLB, settings), for the first hosts
 * and VMs; and how many workloads on hosts there are. Rows are looked at once and only what is drawn is kept.
 */
export function drawnCases(rows: readonly SteadyRow[]): { shown: SteadyRow[]; places: number } {
  /** By workload and host: the case that is drawn, without rows where others fill the chart already. */
  const places = new Map<string, { case: string; rows: SteadyRow[] | undefined }>();
  const [hosts, vms] = [new Set<string>(), new Set<string>()];
  const isAmong = (names: Set<string>, name: string, most: number) =>
    names.has(name) || (names.size < most && names.add(name).has(name));
  for (const row of rows) {
    const key = JSON.stringify([row.workload, row.host]);
    const known = places.get(key);
    if (known && known.rows === undefined) continue;
    const itsCase = JSON.stringify([row.guest_page, row.host_page, row.tlb, row.settings]);
    if (known?.case === itsCase) known.rows?.push(row);
    if (known) continue;
    const among = [isAmong(hosts, row.host, MOST_HOSTS), isAmong(vms, row.workload, MOST_VMS)];
    places.set(key, { case: itsCase, rows: among.every(Boolean) ? [row] : undefined });
  }
  const shown = [...places.values()].flatMap((place) => place.rows ?? []);
  return { shown, places: places.size };
}

/** Overhead of every technique: one stacked bar by cost part per case, and the whole table. */
export function overheadSection(rows: readonly SteadyRow[]): Section {
  // The first page pair of each workload and host is drawn; the table holds every case.
  const { shown, places } = drawnCases(rows);
  const drawn = new Set(shown.map(({ workload, host }) => JSON.stringify([workload, host]))).size;
  const left = places - drawn;
  const first = shown[0];
  return {
    id: 'overhead',
    title: runWords.overheadTitle(),
    text: html`<p>${runWords.overheadText()}</p>
      ${left > 0 ? html`<p>${runWords.moreCombinations({ left })}</p>` : ''}`,
    figures: first
      ? [
          overheadBars(
            shown,
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
