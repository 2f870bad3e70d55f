import { formatBytes, formatSeconds } from '../../format.ts';
import type { Text } from '../../message.ts';
import { terms } from '../../messages/terms.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import type { DedupReport } from '../sections/dedup.ts';

const PAGE_BYTES = 4096;
const bytes = (value: number) => formatBytes(value, 3);

/** What `dedup` tells of one set of images or one population. */
export interface SharingAnswer {
  name: string;
  answer: Text;
  upperBoundBytes: number | null;
  secondsToSettle: number;
  report: DedupReport;
}

function adviceOf({ report: { knobs, policies, forecast } }: SharingAnswer): Advice[] {
  const base = forecast?.final.profitBytes ?? 0;
  return [
    ...knobs
      .filter(({ forecast: after }) => after.final.profitBytes > base)
      .slice(0, 3)
      .map(({ name, forecast: after }) => ({
        action: `Set ${name}.`,
        gain: `${bytes(after.final.profitBytes - base)} more net.`,
      })),
    ...[...policies]
      .sort((a, b) => b.savedBytes - b.metadataBytes - (a.savedBytes - a.metadataBytes))
      .slice(0, 2)
      .map(({ title, savedBytes, metadataBytes, crossesTenants, switchOff }) => ({
        action: `${title}:`,
        gain: `${bytes(savedBytes - metadataBytes)} net${crossesTenants ? `; shares across tenants, ${switchOff} turns that off` : ''}.`,
      })),
  ];
}

/** How much memory sharing gives back, how soon, and by which setting. */
export function dedupSummary(all: readonly SharingAnswer[], kernel: string): Summary {
  const [first] = all as readonly [SharingAnswer, ...SharingAnswer[]];
  const { granularities } = first.report;
  const [small] = granularities;
  const final = first.report.forecast?.final;
  return {
    question: 'How much memory does sharing equal pages give back, and how soon?',
    inputs: { memory: all.map(({ name }) => name).join('; '), kernel },
    sentence: terms.sentences({ texts: all.map(({ answer }) => answer) }),
    confidence: small
      ? 'Equal pages were counted, not sampled; what KSM reaches of them follows the kernel’s own rules. Memory that changes while it is scanned gives less.'
      : 'A population stands for real memory: its shares of zero, equal and changing pages decide the answer.',
    wouldChange:
      'How fast pages change: a page written between two scans is not merged. Other guests beside these bring other pages to share.',
    advice: orNothing(all.flatMap(adviceOf).slice(0, 4), {
      action: 'Leave the knobs as they are.',
      gain: 'no setting tried frees more.',
    }),
    keyFigures: [
      ...(small
        ? [
            {
              name: 'Memory looked at',
              value: bytes(small.total * PAGE_BYTES),
              note: `${inProse((100 * small.zero) / Math.max(1, small.total))} % zero`,
            },
            {
              name: 'Most that sharing frees',
              value: bytes(first.upperBoundBytes ?? 0),
              note: 'equal 4 KiB pages, zero pages included',
            },
          ]
        : []),
      ...(final
        ? [
            {
              name: 'KSM frees, net',
              value: bytes(final.profitBytes),
              note: 'its own structures paid',
            },
          ]
        : []),
      {
        name: 'After',
        value: formatSeconds(first.secondsToSettle),
        note: 'two scans on a quiet host',
      },
      ...(small && final
        ? []
        : [{ name: 'Sets looked at', value: String(all.length), note: first.name }]),
    ],
  };
}
