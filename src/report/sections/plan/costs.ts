import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import { toPlaces } from '../../../format.ts';
import type { CostAnswer } from '../../../plan/cost/answer.ts';
import { type CostPart, costParts } from '../../../plan/cost/ownership.ts';
import { costSentence } from '../../../plan/cost/sentence.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const cents = (value: number) => toPlaces(value, 2);

const partTitles: Record<CostPart, string> = {
  hosts: 'hosts bought',
  support: 'support',
  power: 'power',
  licences: 'licences',
  storage: 'storage',
};

const designRows = ({ designs }: CostAnswer): FigureRow[] =>
  designs.map((design) => ({
    design: design.name,
    hosts: design.years[0]?.hosts ?? 0,
    'hosts at the end': design.years.at(-1)?.hosts ?? 0,
    VMs: design.years[0]?.vms ?? 0,
    ...Object.fromEntries(costParts.map((part) => [partTitles[part], cents(design.parts[part])])),
    total: cents(design.total),
    'a month': cents(design.perMonth),
    'per VM and month': cents(design.perVmMonth),
    kWh: Math.round(design.kwh),
    'CO2, kg': Math.round(design.kgCo2),
  }));

const licenceRows = ({ designs }: CostAnswer): FigureRow[] =>
  designs.flatMap((design) =>
    design.licences.map((licence) => ({
      design: design.name,
      product: licence.title,
      count: licence.count,
      unit: licence.unit,
      machines: licence.machines,
      price: cents(licence.payment),
      paid: licence.per === 'year' ? 'each year' : 'once',
      rule: licence.rule,
      source: licence.source,
      date: licence.date,
    })),
  );

const breakEvenRows = ({ breakEvens }: CostAnswer): FigureRow[] =>
  breakEvens.map((row) => ({
    design: row.design,
    than: row.than,
    difference: cents(row.difference),
    'costs less from month': row.month,
    'equal at a host price of': row.hostPrice === null ? null : cents(row.hostPrice),
  }));

/** Cumulative cost of every design, one point each half year. */
function curve({ costs, designs }: CostAnswer): Figure {
  const rows = designs.flatMap(({ name, cumulative }) =>
    cumulative.flatMap((cost, i) =>
      (i + 1) % 6 === 0 ? [{ design: name, month: i + 1, cost: cents(cost) }] : [],
    ),
  );
  const spec = {
    data: { values: rows },
    height: 220,
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'month', type: 'quantitative', title: 'month' },
      y: { field: 'cost', type: 'quantitative', title: `paid so far, ${costs.currency}` },
      color: { field: 'design', type: 'nominal', title: null, sort: null },
      strokeDash: { field: 'design', type: 'nominal', title: null, sort: null },
    },
  } as unknown as TopLevelSpec;
  return {
    id: 'cost-curve',
    title: 'Paid so far',
    description: 'Where a line goes below another, its design has paid for itself.',
    spec,
    rows,
  };
}

/** The tables of the section, for the terminal too. */
export const costTables = (answer: CostAnswer): Figure[] =>
  [
    tableFigure(
      'cost-table',
      `Cost by design and part, ${answer.costs.currency}`,
      designRows(answer),
    ),
    tableFigure(
      'cost-licences',
      `Licences in the first year, ${answer.costs.currency}`,
      licenceRows(answer),
    ),
    tableFigure('cost-break-even', `Break-even, ${answer.costs.currency}`, breakEvenRows(answer)),
  ].filter(({ rows }) => rows.length > 0);

/** What the designs cost over the years, by part; licences with their rules; when one has paid for itself. */
export function costSections(answer: CostAnswer): Section[] {
  const { costs, designs } = answer;
  const unknown = designs.some(({ powerUnknown }) => powerUnknown)
    ? html` Power is left out where hosts do not tell their use: give <code>power.use</code>.`
    : html``;
  return [
    {
      id: 'costs',
      depth: 'first',
      gist: costSentence(answer),
      title: 'What it costs',
      text: html`<p>${costSentence(answer)}</p><p>Prices are the ones given, in ${costs.currency}, without discounting; hosts of
        the inventory are ${costs.hosts.existing === 'paid' ? 'paid for already' : 'bought anew'} and last ${costs.hosts.lifeYears}
        years. Machines grow by ${costs.growthPercentPerYear} % a year; the hosts they need are counted by sums. Power follows the
        SPECpower curve of the server at the load of each hour, with that hour's price and carbon. Licences are counted by rules of
        others: check your contract.${unknown}</p>`,
      figures: [...costTables(answer), curve(answer)],
    },
  ];
}
