import type { Figure } from '../../figure.ts';
import { percentText } from '../../format.ts';
import type { Message, Text } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { priceWords } from '../../messages/price.ts';
import { techniqueNames } from '../../messages/terms.ts';
import type { BillScope, PricedTechnique } from '../../model/event-bill/priced.ts';
import type { Sourced } from '../../sourced.ts';
import { tableFigure } from '../section.ts';

/** Cycles each technique adds to bare metal; of one technique alone, line by line. */
export function billFigure(bills: readonly PricedTechnique[]): Figure {
  const [only, ...others] = bills;
  if (only && others.length === 0) {
    return tableFigure(
      'event-bill',
      priceWords.adds({ technique: techniqueNames(only.technique) }),
      only.lines.map(({ event, count, each, all, path }) => ({
        event,
        count,
        each: each.value,
        all: all.value,
        status: each.status,
        path,
      })),
    );
  }
  return tableFigure(
    'event-bill',
    priceWords.addedTitle(),
    bills.map(({ technique, total, cpuShare, notComparable }) => ({
      technique,
      'added cycles': total ? total.value : notComparable ? 'not comparable' : 0,
      low: total?.low ?? (notComparable ? null : 0),
      high: total?.high ?? (notComparable ? null : 0),
      'of a CPU': cpuShare ? percentText(cpuShare.value) : null,
      status: total?.status ?? '',
      note: notComparable ?? '',
    })),
  );
}

/** How much of a CPU the counts cost, of what input; the technique asked for, or hardware assistance. */
export function billSentence(
  bills: readonly PricedTechnique[],
  what: Text,
  host: string,
  scope: BillScope,
): Message {
  const shown = bills.find(({ technique }) => technique === 'hardware') ?? bills[0]!;
  const first = (rest: Message) =>
    answerWords.bill({ what, host, technique: techniqueNames(shown.technique), rest });
  if (shown.notComparable !== null)
    return first(answerWords.notComparable({ why: shown.notComparable }));
  if (!shown.total) return first(answerWords.nothingToPrice());
  const span = ({ value, low, high }: Sourced) => ({ value, low, high });
  const cycles = answerWords.cyclesAdded(span(shown.total));
  if (!shown.cpuShare) return first(answerWords.billCycles({ cycles }));
  const share = answerWords.share(span(shown.cpuShare));
  if (!shown.cyclesPerS) return first(answerWords.billBusy({ share, cycles }));
  return first(
    answerWords.billOverTime({
      share,
      cycles,
      perS: shown.cyclesPerS.value,
      seconds: Number((scope.seconds ?? 0).toPrecision(4)),
    }),
  );
}
