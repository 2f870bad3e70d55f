import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageOf, summary } from '../../../../test/pages.ts';
import { readInventory } from '../../../formats/inventory/index.ts';
import { hostOf, vmOf } from '../../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { answerPlan } from '../../../plan/answer.ts';
import { applyWhatIf } from '../../../plan/apply-what-if.ts';
import { hostHours, hostLoads } from '../../../plan/operations/host-loads.ts';
import { confidenceOf } from '../../../plan/outlook/confidence.ts';
import { growthLines } from '../../../plan/outlook/growth-lines.ts';
import { headroomOf } from '../../../plan/outlook/headroom.ts';
import { outlookOf } from '../../../plan/outlook/outlook.ts';
import { tightestLoad } from '../../../plan/outlook/sensitivity.ts';
import { byTightness, missingHosts, missingText } from '../../../plan/outlook/verdict.ts';
import type { Plan } from '../../../plan/plan.ts';
import { planSettings } from '../../../plan/settings.ts';
import { whatIfSchema } from '../../../plan/what-if.ts';
import { headroomGauges } from '../../charts/plan-gauges.ts';
import type { Section } from '../../section.ts';
import { compareSection } from './compare.ts';
import { dataSections } from './data.ts';
import { hostUseSections } from './hosts.ts';
import { headroomSection } from './index.ts';
import { confidenceSection, outlookSections } from './outlook.ts';

const days = [0.5, 1, 1.5].map((level) => Array<number>(288).fill(level));
const load = { name: 'trace', shape: Array<number>(288).fill(1), days };

function sectionsOf(plan: Plan, others: Plan[] = []): Section[] {
  const answers = [plan, ...others].map(answerPlan);
  const outlook = outlookOf(plan);
  const clusters = byTightness(answers[0]!);
  const loads = hostLoads(plan.inventory);
  const base = tightestLoad(answers[0]!);
  return [
    headroomSection(
      headroomOf(clusters, plan.inventory, plan.settings),
      answers[0]!,
      missingHosts(plan.inventory).map(missingText),
    ),
    confidenceSection(confidenceOf(plan, load)),
    compareSection(answers),
    ...(outlook
      ? outlookSections({ outlook, lines: growthLines(clusters, outlook), gone: [], base })
      : []),
    ...hostUseSections(loads, plan.settings, hostHours(loads, load)),
    ...dataSections(plan, new Set(['cpuRatio']), outlook),
  ];
}

const planOf = (inventory: Inventory, settings = {}): Plan => ({
  name: 'today',
  inventory,
  settings: planSettings.parse(settings),
});

const sample = new URL('../../../../examples/inventory/rvtools-workshop.xlsx', import.meta.url);

it.runIf(existsSync(sample))(
  'the real sample: every chart has a table and a summary, and the known figures are on the page',
  async () => {
    const plan = planOf(await readInventory(sample.pathname), { cpuRatio: 8 });
    const patch = whatIfSchema.parse({ name: 'fewer', remove: { hosts: ['vmprod3-06'] } });
    const sections = sectionsOf(plan, [applyWhatIf(plan, patch)]);
    const charts = sections.flatMap((section) => section.figures).filter(({ spec }) => spec);
    expect(charts.map(({ id }) => id)).toEqual([
      'headroom',
      'growth-lines',
      'tornado',
      'hosts-table',
      'host-hours',
    ]);
    for (const chart of charts) {
      expect(chart.rows.length).toBeGreaterThan(0);
      expect(String(chart.description).length).toBeGreaterThan(40);
    }
    const gauges = charts[0]!.rows.find(
      (row) => row.cluster === 'Cluster2' && row.resource === 'CPU',
    );
    // 22 hosts of 16 cores at 8 vCPUs each; one of 22 may fail; use is 33.91 % overall and 41.2 % here.
    expect(gauges).toMatchObject({
      'taken, %': 76.7,
      'N+1 line, %': 95.5,
      '100 % is': '2,816 vCPUs',
    });
    expect(charts[3]!.rows).toHaveLength(34);
    const page = await pageOf(sections);
    expect(page).toContain('21 (−1)');
    // Lines are told apart in a legend, on a desktop and on a phone.
    expect(page.split('Cluster2, CPU</text>')).toHaveLength(3);
    expect(page).toContain('16 machines of Cluster1 run on 3 hosts the export does not list');
  },
);

it('names from outside are escaped everywhere on the page', async () => {
  const evil = '<img src=x onerror=alert(1)>&"\'=cmd|x';
  const vm = vmOf({
    name: evil,
    cluster: evil,
    host: evil,
    vcpus: 64,
    memoryMib: 1e6,
    provisionedMib: 10,
    inUseMib: 5,
    os: evil,
  });
  const host = hostOf({
    name: evil,
    cluster: evil,
    cores: 4,
    mhzPerCore: 1000,
    memoryMib: 1024,
    cpuUse: 0.5,
    memoryUse: 0.5,
  });
  const plan = planOf({
    source: evil,
    hosts: [host, { ...host, name: `${evil}2` }],
    vms: [vm, { ...vm, name: 'small', vcpus: 1, memoryMib: 64 }],
    findings: [{ kind: 'unit', message: evil, count: 1 }],
  });
  const sections = sectionsOf(plan, [{ ...plan, name: evil }]);
  const page = await pageOf(sections, {
    title: evil,
    summary: { ...summary, sentence: evil, inputs: { [evil]: evil } },
  });
  expect(page).not.toContain('<img');
  expect(page).not.toMatch(/aria-label="[^"]*<img/);
});

it('inventories without machines, hosts, uses or clusters give a page, not an error', async () => {
  const empty: Inventory = { source: 'x', hosts: [], vms: [], findings: [] };
  for (const inventory of [
    empty,
    {
      ...empty,
      hosts: [
        hostOf({ name: 'h', cluster: '', sockets: 0, cores: 0, mhzPerCore: 0, memoryMib: 0 }),
      ],
    },
  ]) {
    const page = await pageOf(sectionsOf(planOf(inventory)));
    expect(page.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/NaN|Infinity/);
  }
});

it('datastores of known size get a gauge each, the fullest first and at most three', () => {
  const pool = (name: string, inUseGib: number) => ({
    ...{ pool: name, basis: 'datastore' as const, machines: 1, capacityGib: 100 },
    ...{ provisionedGib: 150, inUseGib, thinRatio: inUseGib / 150, overcommit: 1.5 },
    ...{ monthsToFull: null, monthsEarly: null, monthsLate: null },
    ...{ clonesInUseGib: undefined, clonesMonthsToFull: undefined },
  });
  const pools = [10, 95, 40, 20].map((used, i) => pool(`d${i}`, used));
  const settings = planSettings.parse({});
  const headroom = headroomOf([], { hosts: [], vms: [] }, settings, pools);
  const { rows } = headroomGauges(headroom, settings.tolerateHosts);
  expect(rows.map((row) => [row.cluster, row['taken, %'], row['in use, %']])).toEqual([
    ['d1', 150, 95],
    ['d2', 150, 40],
    ['d3', 150, 20],
  ]);
});
