import type { PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { mebibytes } from '../../format.ts';
import type { SharingCounts } from '../../kernels/dedup/sharing.ts';
import { cellWords } from '../../messages/cells.ts';
import { dedupWords } from '../../messages/dedup.ts';
import type { Storm, Variant } from '../../model/dedup/analysis.ts';
import type { ApartFacts } from '../../model/dedup/ksm/apart-facts.ts';
import type { Forecast } from '../../model/dedup/ksm/forecast.ts';
import type { PolicyResult } from '../../model/dedup/policies.ts';
import { turnLines } from '../charts/turns.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';
import { profitChart, rateChart, variantRow } from './ksm-rate.ts';

/** What the report shows of one analysis; parts that were not computed are left out. */
export interface DedupReport {
  /** Names of the VMs, in the order of the matrix. */
  names: readonly string[];
  granularities: readonly SharingCounts[];
  matrix: readonly (readonly number[])[] | null;
  policies: readonly PolicyResult[];
  forecast: Forecast | null;
  knobs: readonly Variant[];
  rates: readonly Variant[];
  /** What a wave of writes does once KSM has settled. */
  storm?: Storm | null;
  /** Whether the kernel skips pages that did not merge: machines that start apart may then never share. */
  apart?: ApartFacts | null;
}

/** A risk of sharing between tenants, and who says so. */
type Risk = Readonly<{ risk: string; source: string }>;

/** Figures that the terminal shows as tables; the others stand on the page and in JSON. */
export const terminalFigures = [
  'dedup-sharing',
  'dedup-matrix',
  'dedup-policy-table',
  'dedup-knobs',
];

/** From here on cells of the matrix give three digits; its table has them all. */
const WIDEST_COUNT = 100_000;

/** Sections of page sharing: potential, policies, KSM over time and its knobs. */
export function dedupSections(report: DedupReport, security: readonly Risk[]): Section[] {
  const sections: Section[] = [];
  if (report.granularities.length > 0) sections.push(potentialSection(report));
  if (report.policies.length > 0) sections.push(policySection(report.policies, security));
  if (report.forecast) sections.push(timeSection(report.forecast, report));
  if (report.forecast && report.apart) sections.push(apartSection(report.apart));
  if (report.storm) sections.push(stormSection(report.storm));
  return sections;
}

function potentialSection({ names, granularities, matrix }: DedupReport): Section {
  const rows = granularities.map((counts) => ({
    'block size (KiB)': counts.granularity / 1024,
    blocks: counts.total,
    zero: counts.zero,
    unique: counts.unique_pages,
    'duplicate inside one VM': counts.pages_intra_only,
    'duplicate across VMs': counts.pages_inter,
    'saved (blocks)': counts.saved_nonzero,
    'saved (% of non-zero)': counts.saved_nonzero_pct_of_nonzero,
    'saved inside VMs only': counts.saved_intra_vm_only,
  }));
  const charts: Figure[] = [
    tableFigure('dedup-sharing', dedupWords.equalTable(), rows),
    granularityChart(granularities),
  ];
  if (matrix && matrix.length > 1) charts.push(matrixChart(names, matrix));
  return {
    id: 'dedup-potential',
    title: dedupWords.equalTitle(),
    text: html`<p>${dedupWords.equalText()}</p>`,
    figures: charts,
  };
}

function granularityChart(granularities: readonly SharingCounts[]): Figure {
  const kinds: [string, (counts: SharingCounts) => number][] = [
    ['zero', (counts) => counts.zero],
    ['freed by sharing', (counts) => counts.saved_nonzero],
    ['kept', (counts) => counts.distinct_nonzero],
  ];
  const values = granularities.flatMap((counts) =>
    kinds.map(([kind, of], order) => ({
      order,
      size: `${counts.granularity / 1024} KiB`,
      kind,
      memory: mebibytes(of(counts) * counts.granularity),
    })),
  );
  return {
    id: 'dedup-granularity',
    title: dedupWords.barsTitle(),
    description: dedupWords.barsText(),
    spec: {
      data: { values },
      height: { step: 34 },
      mark: { type: 'bar', stroke: 'currentColor', strokeWidth: 0.5 },
      encoding: {
        y: { field: 'size', type: 'nominal', sort: null, title: null },
        x: { field: 'memory', type: 'quantitative', title: 'MiB' },
        color: { field: 'kind', type: 'nominal', sort: kinds.map(([kind]) => kind), title: null },
        order: { field: 'order' },
      },
    },
    rows: values.map(({ size, kind, memory }) => ({ 'block size': size, kind, MiB: memory })),
  };
}

function matrixChart(names: readonly string[], matrix: readonly (readonly number[])[]): Figure {
  const values = matrix.flatMap((row, a) =>
    row.map((pages, b) => ({
      of: `${a}: ${names[a] ?? ''}`,
      also: `${b}`,
      pages,
    })),
  );
  const format = Math.max(...matrix.flat()) < WIDEST_COUNT ? ',' : '.3~s';
  return {
    id: 'dedup-matrix',
    title: dedupWords.matrixTitle(),
    description: dedupWords.matrixText(),
    spec: {
      data: { values },
      // Cells keep their size: on a phone the figure scrolls instead of overprinting its numbers.
      width: { step: 52 },
      height: { step: 30 },
      layer: [
        {
          mark: { type: 'rect', opacity: 0.35 },
          encoding: { color: { field: 'pages', type: 'quantitative', title: 'pages' } },
        },
        { mark: 'text', encoding: { text: { field: 'pages', format } } },
      ],
      encoding: {
        y: { field: 'of', type: 'nominal', sort: null, title: 'pages of' },
        x: {
          field: 'also',
          type: 'nominal',
          sort: null,
          title: 'also in',
          axis: { labelAngle: 0 },
        },
      },
    },
    rows: matrix.map((row, a) => ({
      'pages of': `${a}: ${names[a] ?? ''}`,
      ...Object.fromEntries(row.map((pages, b) => [`in ${b}`, pages])),
    })),
  };
}

function policySection(policies: readonly PolicyResult[], security: readonly Risk[]): Section {
  const rows = policies.map((policy) => ({
    policy: policy.title,
    'saved (MiB)': mebibytes(policy.savedBytes),
    'own memory (MiB)': mebibytes(policy.metadataBytes),
    'net (MiB)': mebibytes(policy.savedBytes - policy.metadataBytes),
    'crosses tenants': policy.crossesTenants,
    'switch that turns it off': policy.switchOff,
    note: policy.note,
  }));
  return {
    id: 'dedup-policies',
    title: dedupWords.policiesTitle(),
    text: html`<p><strong>${dedupWords.policiesText()}</strong></p>
      <ul>${security.map(({ risk, source }) => html`<li>${cellWords(risk)} <cite>(${source})</cite></li>`)}</ul>`,
    figures: [tableFigure('dedup-policy-table', dedupWords.policiesTable(), rows)],
  };
}

function timeSection(forecast: Forecast, { knobs, rates }: DedupReport): Section {
  const values = forecast.points.flatMap(({ seconds, savedBytes, profitBytes }) => [
    { seconds, memory: mebibytes(savedBytes), what: 'saved' },
    { seconds, memory: mebibytes(profitBytes), what: 'net of rmap_items' },
  ]);
  const x = { field: 'seconds', type: 'quantitative', title: 'seconds' } satisfies PositionChannel;
  const { secondsTo90 } = forecast;
  const turns =
    secondsTo90 === null
      ? []
      : [{ at: secondsTo90, name: dedupWords.mostBy({ seconds: secondsTo90 }) }];
  const charts: Figure[] = [
    {
      id: 'dedup-time',
      title: dedupWords.overTime(),
      description: dedupWords.overTimeText({ toFixed: forecast.slowestFactor.toFixed(1) }),
      spec: {
        height: 260,
        layer: [
          {
            data: { values },
            mark: { type: 'line' },
            encoding: {
              x,
              y: { field: 'memory', type: 'quantitative', title: 'MiB' },
              strokeDash: { field: 'what', type: 'nominal', title: null },
              color: { field: 'what', type: 'nominal', title: null },
            },
          },
          ...turnLines(turns, x, forecast.final.seconds / 2),
        ],
      },
      rows: forecast.points.map((point) => ({
        seconds: Math.round(point.seconds * 10) / 10,
        'full scans': point.fullScans,
        'saved (MiB)': mebibytes(point.savedBytes),
        'general_profit (MiB)': mebibytes(point.profitBytes),
        'ksmd CPU (s)': Math.round(point.cpuSeconds * 1000) / 1000,
      })),
    },
  ];
  if (rates.length > 0) charts.push(profitChart(rates), rateChart(rates));
  if (knobs.length > 0) {
    const title = dedupWords.knobs();
    charts.push(tableFigure('dedup-knobs', title, knobs.map(variantRow)));
  }
  return {
    id: 'dedup-time-section',
    title: dedupWords.ksmTitle(),
    text: html`<p>${dedupWords.ksmText()}</p>`,
    figures: charts,
  };
}

function apartSection(apart: ApartFacts): Section {
  const rows = apart.untilMerged.map((scans, i) => ({
    'scans between the starts': i + 1,
    'scans of the later until merged': scans ?? 'does not merge',
  }));
  return {
    id: 'dedup-apart-section',
    title: dedupWords.apartTitle(),
    text: html`<p>${apartText(apart)}</p>`,
    figures: [tableFigure('dedup-apart', dedupWords.apartTable(), rows)],
  };
}

/** What smart_scan leaves out where machines do not start together. */
export const apartText = ({ never: { two, three } }: ApartFacts) => {
  const percent = (share: number) => (100 * share).toPrecision(2);
  return dedupWords.apartText({ two: percent(two), three: percent(three) });
};

function stormSection({ share, cowBreaks, faultSeconds, lostBytes, recovery }: Storm): Section {
  const seconds = (value: number) => value.toFixed(2);
  const values = recovery.points.map((point) => ({
    seconds: point.seconds,
    memory: mebibytes(point.savedBytes),
  }));
  return {
    id: 'dedup-storm-section',
    title: dedupWords.stormTitle(),
    text: html`<p>${dedupWords.stormText({
      share: Math.round(100 * share),
      cowBreaks,
      value: seconds(faultSeconds.value),
      low: seconds(faultSeconds.low),
      high: seconds(faultSeconds.high),
      lost: mebibytes(lostBytes),
    })}</p>`,
    figures: [
      {
        id: 'dedup-storm',
        title: dedupWords.stormChart(),
        description: dedupWords.stormChartText(),
        spec: {
          data: { values },
          height: 220,
          mark: { type: 'line' },
          encoding: {
            x: { field: 'seconds', type: 'quantitative', title: 'seconds after the writes' },
            y: { field: 'memory', type: 'quantitative', title: 'MiB saved' },
          },
        },
        rows: recovery.points.map((point) => ({
          seconds: Math.round(point.seconds * 10) / 10,
          'full scans': point.fullScans,
          'saved (MiB)': mebibytes(point.savedBytes),
        })),
      },
    ],
  };
}
