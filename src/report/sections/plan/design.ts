import { toPlaces } from '../../../format.ts';
import type { Design } from '../../../plan/design/evaluate.ts';
import type { DesignAnswer } from '../../../plan/design/search.ts';
import { designSentence } from '../../../plan/design/sentence.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const cents = (value: number) => toPlaces(value, 2);
const finite = (value: number) => (Number.isFinite(value) ? toPlaces(value, 2) : null);

const designRow = ({ choice, parts, ...design }: Design): FigureRow => ({
  host: choice.host.name,
  hosts: design.hosts,
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
  total: cents(design.cost),
  'least possible': cents(design.boundCost),
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
  return [
    tableFigure(
      'design-table',
      `The cheapest designs of different choices, ${question.currency}`,
      best ? [best, ...runnersUp].map(designRow) : [],
    ),
    tableFigure('design-goals', `What each goal costs, ${question.currency}`, goalRows(answer)),
    tableFigure('design-conflict', 'Goals that conflict', conflictRows(answer)),
  ].filter(({ rows }) => rows.length > 0);
};

/** The answer of `plan design` as a page. */
export function designSections(answer: DesignAnswer): Section[] {
  const { question, choices, packings, busyKnown } = answer;
  return [
    {
      id: 'design',
      depth: 'first',
      title: 'The cheapest design that passes',
      gist: designSentence(answer),
      text: html`<p>${choices} choices of host, ratios, sharing, technique, zones and admission; ${packings} packings. Choices are looked at
        in the order of what they cost with as few hosts as the bounds allow, until no bound is below the best design: the
        least of the bounds is what no packing gets under. Room for ${question.goals.monthsOfRoom} months at
        ${question.growthPercentPerMonth} % a month is bought at once. Ready time is predicted at ${question.peakOverMean} times the
        mean load${busyKnown ? '' : ', which is assumed (a tenth of a core a vCPU, unverified) for neither machines nor hosts tell it'}; the
        pause is that of the machine that stops longest, by the migration model.</p>`,
      figures: designTables(answer),
    },
  ];
}
