import { nth } from '../../../elements.ts';
import { percentOf } from '../../../format.ts';
import { planPageWords as words } from '../../../messages/plan-page.ts';
import type { Confidence, DemandLevel } from '../../../plan/outlook/confidence.ts';
import type { GrowthLines } from '../../../plan/outlook/growth-lines.ts';
import type { Outlook } from '../../../plan/outlook/outlook.ts';
import { growthChart, tornado } from '../../charts/plan-outlook.ts';
import { type Html, html } from '../../html.ts';
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
      title: words.runsOut(),
      text: gone.length > 0 ? html`<p>${words.noHost({ names: gone })}</p>` : html``,
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

/** What the interval stands for, and which clusters tell no use. */
function confidenceText(
  { load, days, resamples, seed, unknown }: Confidence,
  known: boolean,
): Html {
  const brackets = days > 1 ? words.intervalEnds() : '';
  const whence =
    days > 1 ? words.daysResampled({ load, days, resamples, seed }) : words.singleDay({ load });
  return html`<p>${whence}</p><p>${words.sharePlanned({ brackets })}</p>
    ${known ? '' : html`<p>${words.noUse()}</p>`}
    ${unknown.length > 0 && known ? html`<p>${words.useUnknown({ names: unknown.slice(0, 8) })}</p>` : ''}`;
}

/** How sure the answer is: the percentile planned for, and the days that were measured. */
export function confidenceSection(confidence: Confidence | undefined): Section {
  const rows = confidence ? confidenceRows(confidence) : [];
  return {
    id: 'confidence',
    title: words.howSure(),
    text: confidence
      ? confidenceText(confidence, rows.length > 0)
      : html`<p>${words.sizesAloneSentence()}</p>`,
    figures: rows.length > 0 ? [tableFigure('confidence-table', words.shareTable(), rows)] : [],
  };
}
