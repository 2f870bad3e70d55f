import { nth } from '../../../elements.ts';
import { percentOf } from '../../../format.ts';
import type { Confidence, DemandLevel } from '../../../plan/outlook/confidence.ts';
import type { GrowthLines } from '../../../plan/outlook/growth-lines.ts';
import type { Outlook } from '../../../plan/outlook/outlook.ts';
import { capital } from '../../../words.ts';
import { growthChart, tornado } from '../../charts/plan-outlook.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

/** When the answer stops holding, and the assumptions it hangs on. */
export interface OutlookFindings {
  outlook: Outlook;
  /** Of clusters that hold machines and have a load to show. */
  lines: GrowthLines;
  /** Clusters without a host once failures have happened. */
  gone: readonly string[];
  /** Load of what runs out first, failures borne; Infinity where no host is left. */
  base: number;
}

export function outlookSections({ outlook, lines, gone, base }: OutlookFindings): Section[] {
  if (lines.shown === 0 && gone.length === 0) return [];
  return [
    {
      id: 'outlook',
      title: 'When it runs out, and what that hangs on',
      text:
        gone.length > 0
          ? html`<p>Without a host once failures have happened, so with no load to show: ${gone.join(', ')}.</p>`
          : html``,
      figures: [
        ...(lines.shown > 0 ? [growthChart(lines)] : []),
        ...(Number.isFinite(base) ? [tornado(outlook, base)] : []),
      ],
    },
  ];
}

export const choiceNames = {
  mean: 'mean',
  p95: '95th percentile',
  p99: '99th percentile',
  peak: 'highest five minutes',
} as const;

/** Sentence on what the answer rests on where no load over time was given. */
export const withoutLoad =
  'the answer rests on sizes alone, what machines were promised and not what they use over time; a trace of several days, given with';

export const tells = 'tells how far the answer moves with the days measured';

/** One row a cluster: share of the clock left after failures at each choice, with its interval in brackets. */
export const confidenceRows = ({ clusters }: Confidence): FigureRow[] =>
  clusters.map(({ cluster, levels }) => ({
    cluster,
    'CPU at its mean, GHz': Math.round(10 * nth(levels, 0).ghz) / 10,
    ...Object.fromEntries(
      levels.map(({ choice, share, low, high }) => [
        `${choiceNames[choice]}, %`,
        low === undefined || high === undefined
          ? percentOf(share)
          : `${percentOf(share)} (${percentOf(low)} to ${percentOf(high)})`,
      ]),
    ),
    'fits up to': fitsUpTo(levels),
  }));

/** The hardest choice a cluster bears, and whether other days could have told otherwise. */
function fitsUpTo(levels: readonly DemandLevel[]): string {
  const held = levels.filter(({ share }) => share <= 1).at(-1);
  if (!held) return 'not even the mean';
  const sure = (held.high ?? held.share) <= 1;
  return `${choiceNames[held.choice]}${sure ? '' : ', not surely'}`;
}

/** How sure the answer is: the percentile planned for, and the days that were measured. */
export function confidenceSection(confidence: Confidence | undefined): Section {
  const rows = confidence ? confidenceRows(confidence) : [];
  return {
    id: 'confidence',
    title: 'How sure we are',
    text:
      confidence === undefined
        ? html`<p>${capital(withoutLoad)} <code>--load</code>, ${tells}.</p>`
        : html`<p>The use of the inventory is taken as the mean of the load ${confidence.load}${
            confidence.days > 1
              ? `, which has ${confidence.days} whole days. The interval resamples those days ${confidence.resamples.toLocaleString('en-US')} times (seed ${confidence.seed}): it tells how far the level would move with other days of the same kind, and cannot show a peak higher than any measured`
              : ', which is a single day: no interval can be told from it, give several'
          }. Memory is not reclaimed from day to day: it counts as promised.</p>
          <p>Share of the clock left after failures that the CPU takes, planned for the mean, a percentile or the highest five
          minutes of the load${confidence.days > 1 ? '; in brackets the ends of a 90 % interval' : ''}:</p>
          ${rows.length > 0 ? '' : html`<p>No cluster tells its use of CPU.</p>`}
          ${confidence.unknown.length > 0 && rows.length > 0 ? html`<p>No use of CPU is known of: ${confidence.unknown.slice(0, 8).join(', ')}.</p>` : ''}`,
    figures:
      rows.length > 0
        ? [
            tableFigure(
              'confidence-table',
              'Share of the clock that CPU takes, by what is planned for',
              rows,
            ),
          ]
        : [],
  };
}
