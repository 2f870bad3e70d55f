import { expect, it } from 'vitest';
import type { Inventory } from '../../../../inventory/inventory.ts';
import { forecast } from '../../../../plan/growth.ts';
import { planSettings } from '../../../../plan/settings.ts';
import type { PagePanel } from '../page-panel.ts';
import { type PlanPageData, planPanel } from './panel.ts';

const settings = planSettings.parse({});
const hosts = Array.from({ length: 4 }, (_, i) => ({
  ...{
    name: `h${i}`,
    cluster: 'c',
    sockets: 2,
    cores: 32,
    mhzPerCore: 2500,
    memoryMib: 512 * 1024,
    state: 'up',
  },
}));
const vms = Array.from({ length: 60 }, (_, i) => ({
  ...{ name: `v${i}`, cluster: 'c', host: `h${i % 4}`, vcpus: 4, memoryMib: 8192 },
  ...{ power: 'on', template: false, provisionedMib: 100, inUseMib: 50, os: '' },
  ...{ cpuReservationMhz: 0, memoryReservationMib: 0 },
}));
const inventory = { source: 'test', hosts, vms, findings: [] } as unknown as Inventory;
const page = (more: Partial<PlanPageData> = {}): PlanPageData => ({
  ...{ words: ['plan', 'base.xlsx'], inventory, settings, patches: [] },
  ...more,
});

const keys = async (panel: PagePanel, values: Record<string, string>, isLook = false) => {
  const { summary } = await (isLook ? panel.look! : panel.answer)(values);
  return summary.keyFigures.map(({ value, note }) => `${value} ${note}`);
};
const optionsOf = (panel: PagePanel, values: Record<string, string>) => panel.ask(values).changes;

it('as asked, no growth is named', () => {
  expect(optionsOf(planPanel(page()), {})).toEqual([]);
  expect(optionsOf(planPanel(page()), { growth: '2' })).toEqual([]);
});

it('another rate is named with its band, as wide beside it as what was asked', () => {
  expect(optionsOf(planPanel(page()), { growth: '3' })).toEqual([['--growth', '3:1.5:4.5']]);
  const growth = { percentPerMonth: 4, low: 3, high: 8 };
  expect(optionsOf(planPanel(page({ growth })), { growth: '10' })).toEqual([
    ['--growth', '10:7.5:20'],
  ]);
  expect(optionsOf(planPanel(page({ growth })), { growth: '4' })).toEqual([]);
});

it.each(['x', '-1', '1e9', '', 'NaN', '<b>'])('"%s" is no rate: what was asked stays', (growth) => {
  expect(optionsOf(planPanel(page()), { growth })).toEqual([]);
});

it('time left is ln(room) / ln(1 + rate), and another rate is answered at the first look', async () => {
  const panel = planPanel(page());
  const plan = { name: 'today', inventory, settings };
  const asked = await keys(panel, {});
  const { roomFactor } = forecast(plan, {
    ...{ what: 'machines', percentPerMonth: 5, low: 2.5, high: 7.5 },
  })[0]!;
  const months = Math.log(roomFactor) / Math.log(1.05);
  const look = await keys(panel, { growth: '5' }, true);
  expect(look).toHaveLength(asked.length);
  expect(look[1]).toContain(months.toPrecision(3));
  expect(look).toEqual(await keys(panel, { growth: '5' }));
  expect(look).toEqual(await keys(planPanel(page()), { growth: '5' }));
  // Where room itself changes, the first look goes without the time.
  expect(await keys(panel, { growth: '5', failures: '0' }, true)).toHaveLength(asked.length - 1);
});

it('the lines of growth are those of the rate', async () => {
  const panel = planPanel(page());
  const rowsOf = async (growth: string) => {
    const { figures } = await panel.answer({ growth });
    return figures.find(({ id }) => id === 'growth-lines')?.rows ?? [];
  };
  const [slow, fast] = [await rowsOf('1'), await rowsOf('10')];
  expect(slow).toHaveLength(9);
  const load = (rows: typeof slow, month: number) => Number(rows[month]?.['load, %']);
  expect(load(fast, 4) / load(fast, 0)).toBeCloseTo(1.1 ** 12, 1);
  expect(load(slow, 4) / load(slow, 0)).toBeCloseTo(1.01 ** 12, 1);
});
