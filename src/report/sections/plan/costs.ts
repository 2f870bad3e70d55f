import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../../chart.ts';
import type { Figure } from '../../../figure.ts';
import { toPlaces } from '../../../format.ts';
import type { Text } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { CostAnswer } from '../../../plan/cost/answer.ts';
import { type CostPart, costParts } from '../../../plan/cost/cost-parts.ts';
import { turnLines } from '../../charts/turns.ts';
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
    total: cents(design.total),
    'a month': cents(design.perMonth),
    'per VM and month': cents(design.perVmMonth),
    hosts: design.years[0]?.hosts ?? 0,
    'hosts at the end': design.years.at(-1)?.hosts ?? 0,
    VMs: design.years[0]?.vms ?? 0,
    ...Object.fromEntries(costParts.map((part) => [partTitles[part], cents(design.parts[part])])),
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
function curve({ costs, designs, breakEvens }: CostAnswer): Figure {
  const rows = designs.flatMap(({ name, cumulative }) =>
    cumulative.flatMap((cost, i) =>
      (i + 1) % 6 === 0 ? [{ design: name, month: i + 1, cost: cents(cost) }] : [],
    ),
  );
  const x = {
    field: 'month',
    type: 'quantitative',
    title: 'month',
  } satisfies PositionChannel;
  const series = { field: 'design', type: 'nominal', title: null, sort: null } as const;
  const months = designs[0]?.cumulative.length ?? 0;
  const turns = breakEvens.flatMap(({ design, month }) =>
    month === null || month === 0
      ? []
      : [{ at: month, name: words.breakEvenAt({ design, month }) }],
  );
  const spec: TopLevelSpec = {
    height: 220,
    layer: [
      {
        data: { values: rows },
        mark: { type: 'line', point: true },
        encoding: {
          x,
          y: {
            field: 'cost',
            type: 'quantitative',
            title: words.paidAxis({ currency: costs.currency }) as unknown as string,
          },
          ...{ color: series, strokeDash: series },
        },
      },
      ...turnLines(turns, x, months / 2),
    ],
  };
  return {
    id: 'cost-curve',
    title: words.paidSoFar(),
    description: words.paidSoFarText(),
    spec,
    rows,
  };
}

/** The tables of the section, for the terminal too. */
export function costTables(answer: CostAnswer): Figure[] {
  const { currency } = answer.costs;
  return [
    tableFigure('cost-table', words.costTable({ currency }), designRows(answer)),
    tableFigure('cost-licences', words.licences({ currency }), licenceRows(answer)),
    tableFigure('cost-break-even', words.breakEven({ currency }), breakEvenRows(answer)),
  ].filter(({ rows }) => rows.length > 0);
}

/** What the designs cost over the years, by part; licences with their rules; when one has paid for itself. */
export function costSections(answer: CostAnswer, sentence: Text): Section[] {
  const { costs, designs } = answer;
  const unknown = designs.some(({ powerUnknown }) => powerUnknown) ? words.powerUnknown() : '';
  return [
    {
      id: 'costs',
      depth: 'first',
      gist: sentence,
      title: words.costs(),
      text: html`<p>${sentence}</p><p>${words.costsText({
        ...{ currency: costs.currency, life: costs.hosts.lifeYears, unknown },
        hosts: costs.hosts.existing === 'paid' ? words.paid() : words.boughtAnew(),
        growth: costs.growthPercentPerYear,
      })}</p>`,
      figures: [...costTables(answer), curve(answer)],
    },
  ];
}
