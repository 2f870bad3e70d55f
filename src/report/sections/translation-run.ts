import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { translateWords } from '../../messages/translate.ts';
import type { TranslationResult } from '../../model/translation/simulate.ts';

/** What one simulation counted, which level held the references of its walks, and what that costs. */
export function translationRunFigures(result: TranslationResult): Figure[] {
  const { served, cyclesPerAccess, ...counts } = result;
  const accesses = Math.max(1, counts.accesses);
  const figures: Figure[] = [
    {
      id: 'translation-counts',
      title: translateWords.counts(),
      description: '',
      rows: Object.entries(counts).map(([what, n]) => ({
        what,
        count: n,
        'per access': n / accesses,
      })),
    },
  ];
  if (served) {
    figures.push({
      id: 'translation-served',
      title: translateWords.served(),
      description: translateWords.servedText(),
      rows: Object.entries(served).map(([level, kinds]) => ({ 'held by': level, ...kinds })),
    });
  }
  if (cyclesPerAccess) {
    const { l2TlbHits, walk, total } = cyclesPerAccess;
    figures.push({
      id: 'translation-cycles',
      title: translateWords.cyclesPerAccess(),
      description: translateWords.upperBound(),
      rows: [
        { part: 'second-level TLB hits', 'cycles/access': l2TlbHits },
        { part: 'walks', 'cycles/access': walk },
        { part: 'total', 'cycles/access': total },
      ],
    });
  }
  return figures;
}

/** The answer of one simulation in a sentence; none where no caches were simulated. */
export function translationRunSentence({ cyclesPerAccess }: TranslationResult): Text {
  if (!cyclesPerAccess) return '';
  const { l2TlbHits, walk, total } = cyclesPerAccess;
  return answerWords.translate({ total, hits: l2TlbHits, walk });
}
