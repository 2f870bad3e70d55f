import { toPlaces } from '../../../format.ts';
import type { Text } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { Design } from '../../../plan/design/evaluate.ts';
import type { DesignAnswer } from '../../../plan/design/search.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const cents = (value: number) => toPlaces(value, 2);
const finite = (value: number) => (Number.isFinite(value) ? toPlaces(value, 2) : null);

const designRow = ({ choice, parts, ...design }: Design): FigureRow => ({
  host: choice.host.name,
  hosts: design.hosts,
  total: cents(design.cost),
  'least possible': cents(design.boundCost),
  'no fewer than': design.boundHosts,
  'CPU ratio': choice.cpuRatio,
  'memory ratio': choice.memoryRatio,
  sharing: choice.sharing,
  technique: choice.technique,
  zones: choice.zones,
  admission: choice.admission,
  'ready, %': finite(design.readyPercent),
  'pause, ms': finite(design.pauseMs),
  'hosts bought': cents(parts.hosts),
  support: cents(parts.support),
  power: cents(parts.power),
  licences: cents(parts.licences),
});

const goalRows = ({ goals }: DesignAnswer): FigureRow[] =>
  goals.map(({ text, cost, saves, hosts }) => ({
    goal: text,
    'cost without it': cost === null ? null : cents(cost),
    saves: saves === null ? null : cents(saves),
    hosts,
  }));

const conflictRows = ({ conflict }: DesignAnswer): FigureRow[] =>
  conflict.map(({ text }) => ({ goal: text }));

/** The design with what comes next, what each goal costs, or the goals that conflict. */
export const designTables = (answer: DesignAnswer) => {
  const { best, runnersUp, question } = answer;
  const { currency } = question;
  return [
    tableFigure(
      'design-table',
      words.designTable({ currency }),
      best ? [best, ...runnersUp].map(designRow) : [],
    ),
    tableFigure('design-goals', words.designGoals({ currency }), goalRows(answer)),
    tableFigure('design-conflict', words.designConflict(), conflictRows(answer)),
  ].filter(({ rows }) => rows.length > 0);
};

/** The answer of `plan design` as a page. */
export function designSections(answer: DesignAnswer, sentence: Text): Section[] {
  const { question, choices, packings, busyKnown } = answer;
  return [
    {
      id: 'design',
      depth: 'first',
      title: words.design(),
      gist: sentence,
      text: html`<p>${words.designText({
        ...{ choices, packings, months: question.goals.monthsOfRoom },
        ...{ growth: question.growthPercentPerMonth, peak: question.peakOverMean },
        assumed: busyKnown ? '' : words.busyAssumed(),
      })}</p>`,
      figures: designTables(answer),
    },
  ];
}
