import { plural } from '../../words.ts';
import type { CostAnswer } from './answer.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
/** Two decimals below a hundred, none above. */
export const moneyText = (value: number): string =>
  Math.abs(value) < 100 ? String(Number(value.toFixed(2))) : whole(value);

/** What today costs, and the cheapest of the designs with the month it has paid for itself. */
export function costSentence({ costs, designs, breakEvens }: CostAnswer): string {
  const [today] = designs;
  if (!today) return 'Nothing to cost.';
  const of = (value: number) => `${moneyText(value)} ${costs.currency}`;
  const first = `"${today.name}" costs ${of(today.total)} over ${plural(costs.years, 'year')}, ${of(today.perMonth)} a month, ${of(today.perVmMonth)} per VM and month.`;
  const best = designs.reduce((a, b) => (b.total < a.total ? b : a));
  if (designs.length === 1) return first;
  if (best === today) return `${first} No what-if costs less.`;
  const month = breakEvens.find(({ design }) => design === best.name)?.month ?? null;
  const when =
    month === null
      ? ''
      : month === 0
        ? ', from the first month on'
        : `, and has cost less from month ${month} on`;
  return `${first} "${best.name}" costs ${of(today.total - best.total)} less${when}.`;
}
