import { formatBytes, formatSeconds } from '../../format.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { dedupWords } from '../../messages/dedup.ts';
import { terms } from '../../messages/terms.ts';
import { type Advice, orNothing, type Summary } from '../../summary.ts';
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
        action: dedupWords.set({ name }),
        gain: dedupWords.moreNet({ profitBytes: bytes(after.final.profitBytes - base) }),
      })),
    ...[...policies]
      .sort((a, b) => b.savedBytes - b.metadataBytes - (a.savedBytes - a.metadataBytes))
      .slice(0, 2)
      .map(({ title, savedBytes, metadataBytes, crossesTenants, switchOff }) => ({
        action: dedupWords.action({ title: cellWords(title) }),
        gain: dedupWords.net({
          savedBytes: bytes(savedBytes - metadataBytes),
          crossesTenants: crossesTenants
            ? dedupWords.acrossTenants({ switchOff: cellWords(switchOff) })
            : '',
        }),
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
    question: dedupWords.question(),
    inputs: { memory: all.map(({ name }) => name).join('; '), kernel },
    sentence: terms.sentences({ texts: all.map(({ answer }) => answer) }),
    confidence: small ? dedupWords.sureCounted() : dedupWords.surePopulation(),
    wouldChange: dedupWords.wouldChange(),
    advice: orNothing(all.flatMap(adviceOf).slice(0, 4), {
      action: dedupWords.leave(),
      gain: dedupWords.noMore(),
    }),
    keyFigures: [
      ...(small
        ? [
            {
              name: dedupWords.lookedAt(),
              value: bytes(small.total * PAGE_BYTES),
              note: dedupWords.zero({ x: (100 * small.zero) / Math.max(1, small.total) }),
            },
            {
              name: dedupWords.mostFrees(),
              value: bytes(first.upperBoundBytes ?? 0),
              note: dedupWords.equalPages(),
            },
          ]
        : []),
      ...(final
        ? [
            {
              name: dedupWords.ksmNet(),
              value: bytes(final.profitBytes),
              note: dedupWords.structures(),
            },
          ]
        : []),
      {
        name: dedupWords.after(),
        value: formatSeconds(first.secondsToSettle),
        note: dedupWords.twoScans(),
      },
      ...(small && final
        ? []
        : [{ name: dedupWords.sets(), value: String(all.length), note: first.name }]),
    ],
  };
}
