import { limited } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import { partColumn, type Row } from '../../results/columns.ts';
import type { Status } from '../../sourced.ts';
import { costParts } from '../../techniques/technique.ts';
import { overheadBars } from '../charts/overhead-bars.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';
import { mark } from '../status.ts';

const MAX_CHARTS = 12;

/** Groups rows that differ in technique only, in order of appearance. */
export function groupByCase(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.workload, row.host, row.guest_page, row.host_page, row.tlb]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

export function caseTitle(row: Row): string {
  const tlb = row.tlb ? `, TLB ${row.tlb}` : '';
  return `${row.workload} on ${row.host}, ${row.guest_page} guest / ${row.host_page} host pages${tlb}`;
}

/** Overhead of every technique: one stacked bar by cost part per case, and the whole table. */
export function overheadSection(rows: readonly Row[]): Section {
  // The first page pair of each workload and host is drawn; the table holds every case.
  const seen = new Set<string>();
  const drawn = groupByCase(rows).filter(([row]) => {
    const key = JSON.stringify([row!.workload, row!.host]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const left = drawn.length - MAX_CHARTS;
  return {
    id: 'overhead',
    title: 'Overhead by technique',
    text: html`<p>Overhead is cycles under the technique divided by cycles on bare metal, minus one; idle time is never
      overhead. Bars are stacked by cost part; a hatched part has a known path and no measured number. The line through
      the total is the interval propagated from the sources.</p>
      ${left > 0 ? html`<p>${left} more combinations of workload and host are in the table.</p>` : ''}`,
    figures: drawn
      .slice(0, MAX_CHARTS)
      .map((group, i) => overheadBars(group, `overhead-${i}`, caseTitle(group[0]!))),
  };
}

/** Every row of the run as one table. */
export function casesSection(rows: readonly Row[]): Section {
  return {
    id: 'cases',
    title: 'Every case',
    text: html``,
    figures: [limited(tableFigure('cases-table', 'Every case as a row', rows.map(tableRow)))],
  };
}

function tableRow(row: Row): Record<string, string | number> {
  const parts = costParts.map(
    (part) => [part, Number(row[partColumn(part)]) / Number(row.base_cycles)] as const,
  );
  const largest = parts.reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a));
  return {
    workload: String(row.workload),
    host: String(row.host),
    'pages guest/host': `${row.guest_page}/${row.host_page}`,
    ...(row.tlb ? { tlb: String(row.tlb) } : {}),
    technique: String(row.technique),
    overhead: formatOverhead(Number(row.overhead_ratio)),
    interval: `${formatOverhead(Number(row.overhead_low))} … ${formatOverhead(Number(row.overhead_high))}`,
    'largest part': largest[1] === 0 ? '—' : `${largest[0]} ${formatOverhead(largest[1])}`,
    'known as': mark({ status: row.weakest_status as Status }),
    'without a price': String(row.unpriced_events) || '—',
  };
}
