import type { Message, Text } from '../../message.ts';
import { planAnswerWords as words } from '../../messages/plan-answers.ts';
import type { CostAnswer } from './answer.ts';

/** The cheapest of the designs beside the first, with the month it has paid for itself. */
function bestOf({ costs, designs, breakEvens }: CostAnswer): Text {
  const [today] = designs;
  if (!today || designs.length === 1) return '';
  const best = designs.reduce((a, b) => (b.total < a.total ? b : a));
  if (best === today) return words.noWhatIfCheaper();
  const month = breakEvens.find(({ design }) => design === best.name)?.month ?? null;
  const when =
    month === null ? '' : month === 0 ? words.fromTheFirst() : words.fromMonth({ month });
  const less = today.total - best.total;
  return words.cheaper({ name: best.name, less, currency: costs.currency, when });
}

/** What today costs, and the cheapest of the designs with the month it has paid for itself. */
export function costSentence(answer: CostAnswer): Message {
  const { costs, designs } = answer;
  const [today] = designs;
  if (!today) return words.nothingToCost();
  return words.costs({
    ...{ name: today.name, total: today.total, currency: costs.currency, years: costs.years },
    ...{ month: today.perMonth, machine: today.perVmMonth, best: bestOf(answer) },
  });
}
