import { nth, present } from '../../../../elements.ts';
import { badInput } from '../../../../errors.ts';
import { count, percentText, rounded } from '../../../../format.ts';
import type { Inventory, InventoryHost } from '../../../../inventory/inventory.ts';
import { cellWords } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { answerPlan, type PlanAnswer } from '../../../../plan/answer.ts';
import { applyWhatIf } from '../../../../plan/apply-what-if.ts';
import { atRate, type Forecast } from '../../../../plan/growth.ts';
import { monthsOf, rateOf } from '../../../../plan/outlook/outlook.ts';
import { byTightness } from '../../../../plan/outlook/verdict.ts';
import type { Plan } from '../../../../plan/plan.ts';
import type { PlanSettings } from '../../../../plan/settings.ts';
import { answerStorage } from '../../../../plan/storage/answer.ts';
import { bothWays } from '../../../../plan/unknown-states.ts';
import { type WhatIf, whatIfSchema } from '../../../../plan/what-if.ts';
import { whatIfProblem } from '../../../../plan/what-if-problems.ts';
import type { OptionChange } from '../../../../shell-words.ts';
import { clusterParts, type Growth, headroomPart, roomPage } from '../../../answers/plan.ts';
import { figuresOf } from '../../../section.ts';
import { list, stepOf, steps } from '../choices.ts';
import type { PagePanel, PanelAnswer, PanelBars } from '../page-panel.ts';
import type { Bar, Control, Values } from '../protocol.ts';
import { said } from '../said.ts';
import { comparedPlan } from './compare.ts';

/** What a page of `virtcost plan` holds: the inventory, what holds for it, and the what-ifs of the page. */
export interface PlanPageData {
  words: string[];
  inventory: Inventory;
  settings: PlanSettings;
  growth?: Growth;
  constraints?: WhatIf;
  patches: WhatIf[];
}

const cpuRatios = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16];
const memoryRatios = [0.75, 1, 1.1, 1.25, 1.5, 2];
const failures = [0, 1, 2, 3, 4];
/** Machines of each cluster over those there are. */
const factors = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2];
/** Growth of the number of machines, percent a month. */
const rates = [0, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15];
/** Hosts more or fewer. */
const differences = [-8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8, 16];
const FILE = 'what-if.yaml';
/** Clusters drawn; the rest are in the table. */
const MOST_CLUSTERS = 6;

const clustersOf = ({ hosts }: Inventory) => [...new Set(hosts.map(({ cluster }) => cluster))];
const hostsOf = ({ hosts }: Inventory, name: string) =>
  hosts.filter(({ cluster }) => cluster === name);

function baseOf({ inventory, settings, constraints }: PlanPageData): Plan {
  const start: Plan = { name: 'today', inventory, settings };
  return constraints ? { ...applyWhatIf(start, constraints), name: start.name } : start;
}

/** Hosts like the cluster's first, as a what-if states them. */
const likeFirst = ({ cluster, ...host }: InventoryHost, more: number) => ({
  ...{ cluster, count: more, sockets: Math.max(1, host.sockets), cores: host.cores },
  ...{ mhzPerCore: host.mhzPerCore, memoryGiB: host.memoryMib / 1024 },
  ...(host.storageMib === undefined ? {} : { storageGiB: host.storageMib / 1024 }),
  ...(host.networkMbps === undefined ? {} : { networkMbps: host.networkMbps }),
  ...(host.numaNodes === undefined ? {} : { numaNodes: host.numaNodes }),
});

interface Chosen {
  /** The cluster that is changed, and the one that is where a reader chose none. */
  cluster: string;
  tightest: string;
  difference: number;
  factor: number;
  /** Hosts and machines as a file states them; null where neither was changed. */
  patch: object | null;
}

function chosenOf(data: PlanPageData, tightest: string, values: Values): Chosen {
  const { inventory } = data;
  const cluster = clustersOf(inventory).includes(values.cluster ?? '')
    ? (values.cluster ?? tightest)
    : tightest;
  const mine = hostsOf(inventory, cluster);
  const difference = Math.max(1 - mine.length, stepOf(values.hosts, 0, differences));
  const factor = stepOf(values.machines, 1, factors);
  if (difference === 0 && factor === 1)
    return { cluster, tightest, difference, factor, patch: null };
  const gone = difference < 0 ? mine.slice(difference).map(({ name }) => name) : [];
  const patch = {
    name: 'what if',
    ...(factor === 1 ? {} : { scale: { vms: factor } }),
    ...(difference > 0 ? { add: { hosts: [likeFirst(nth(mine, 0), difference)] } } : {}),
    ...(gone.length > 0 ? { remove: { hosts: gone } } : {}),
  };
  return { cluster, tightest, difference, factor, patch };
}

/** The plan with these values. */
function planWith(data: PlanPageData, { patch }: Chosen, values: Values): Plan {
  const { settings } = data;
  const start: Plan = {
    ...{ name: 'today', inventory: data.inventory },
    settings: {
      ...settings,
      cpuRatio: stepOf(values.ratio, settings.cpuRatio, cpuRatios),
      memoryRatio: stepOf(values.memory, settings.memoryRatio, memoryRatios),
      tolerateHosts: stepOf(values.failures, settings.tolerateHosts, failures),
    },
  };
  if (!patch) return baseOf({ ...data, settings: start.settings });
  const read = whatIfSchema.parse(patch);
  const problem = whatIfProblem(start, read);
  if (problem) throw badInput({ file: FILE, ...problem });
  return { ...applyWhatIf(start, read), name: start.name };
}

/** Growth at the chosen rate, its band as wide beside it as what was asked; that itself where no other was chosen. */
function growthWith({ growth }: PlanPageData, values: Values): Growth | undefined {
  const { percentPerMonth: asked, low, high } = rateOf(growth);
  const percentPerMonth = stepOf(values.growth, asked, rates);
  if (percentPerMonth === asked) return growth;
  const [under, over] = asked > 0 ? [low / asked, high / asked] : [0.5, 1.5];
  const band = (share: number) => Math.max(-50, Math.min(200, rounded(share * percentPerMonth, 6)));
  return { percentPerMonth, low: band(under), high: band(over) };
}

const yearOf = (percentPerMonth: number) => 100 * ((1 + percentPerMonth / 100) ** 12 - 1);

/** How many hosts and machines there are is asked by a file of constraints, of which a command takes one. */
function sizeControls(
  data: PlanPageData,
  { cluster, tightest }: Chosen,
  values: Values,
): Control[] {
  const { inventory } = data;
  const names = clustersOf(inventory);
  const hosts = hostsOf(inventory, cluster).length;
  return [
    ...(names.length > 1
      ? [
          list(
            'cluster',
            words.cluster(),
            names.map((name) => [name, name]),
            { chosen: cluster, asked: tightest },
          ),
        ]
      : []),
    steps('hosts', words.hostCount(), values, {
      asked: 0,
      all: differences.filter((difference) => hosts + difference >= 1),
      text: (difference) => count(hosts + difference),
    }),
    steps('machines', words.machines(), values, {
      ...{ asked: 1, all: factors, text: (factor) => words.times({ factor: String(factor) }) },
    }),
  ];
}

function controlsOf(data: PlanPageData, chosen: Chosen, values: Values): Control[] {
  const { settings, constraints, growth } = data;
  return [
    steps('ratio', words.cpuRatio(), values, {
      ...{ asked: settings.cpuRatio, all: cpuRatios, text: String },
    }),
    steps('memory', words.memoryRatio(), values, {
      ...{ asked: settings.memoryRatio, all: memoryRatios, text: String },
    }),
    steps('failures', words.failures(), values, {
      ...{ asked: settings.tolerateHosts, all: failures, text: String },
    }),
    steps('growth', words.growth(), values, {
      ...{ asked: rateOf(growth).percentPerMonth, all: rates },
      text: (month) => words.growthRate({ month, year: yearOf(month) }),
    }),
    ...(constraints ? [] : sizeControls(data, chosen, values)),
  ];
}

function changesOf(data: PlanPageData, now: PlanSettings, values: Values): OptionChange[] {
  const { settings } = data;
  const growth = growthWith(data, values);
  const all: readonly (readonly [option: string, before: number, after: number])[] = [
    ['--cpu-ratio', settings.cpuRatio, now.cpuRatio],
    ['--memory-ratio', settings.memoryRatio, now.memoryRatio],
    ['--failures', settings.tolerateHosts, now.tolerateHosts],
  ];
  const changes = all.flatMap(([option, before, after]): OptionChange[] =>
    before === after ? [] : [[option, String(after)]],
  );
  if (!growth || growth === data.growth) return changes;
  const { percentPerMonth, low, high } = growth;
  return [...changes, ['--growth', `${percentPerMonth}:${low}:${high}`]];
}

/** Load of the tightest clusters on the hosts that are left. */
function barsOf(answer: PlanAnswer): PanelBars {
  const rows = byTightness(answer)
    .slice(0, MOST_CLUSTERS)
    .flatMap(({ cluster, loadAfterFailure: load }) =>
      (['cpu', 'memory'] as const).map((resource): Bar => {
        const value = load[resource];
        const what = cellWords(resource === 'cpu' ? 'CPU' : 'memory');
        return {
          ...{ label: said(words.loadOf({ cluster, what })), value, low: value, high: value },
          text: { en: percentText(value, 'en'), zh: percentText(value, 'zh') },
        };
      }),
    );
  return { title: words.clusterLoads(), rows: rows.filter(({ value }) => Number.isFinite(value)) };
}

export function planPanel(data: PlanPageData): PagePanel {
  const base = baseOf(data);
  const today = answerPlan(base);
  const tightest = present(byTightness(today)[0] ?? today.clusters[0]).cluster;
  const chosen = (values: Values) => chosenOf(data, tightest, values);
  const plan = (values: Values) => planWith(data, chosen(values), values);
  // How far there is room takes many packings: it is kept, so that another rate is answered at once.
  let kept: { of: string; forecasts: readonly Forecast[] | undefined } | undefined;
  const forecastsOf = (asked: Plan, values: Values, isLook: boolean) => {
    const growth = growthWith(data, values);
    const of = JSON.stringify([asked.settings, chosen(values).patch]);
    if (kept?.of !== of) {
      if (isLook) return undefined;
      kept = { of, forecasts: monthsOf(asked, growth) };
    }
    return kept.forecasts && atRate(kept.forecasts, rateOf(growth));
  };
  const found = (values: Values, isLook: boolean): PanelAnswer => {
    const asked = plan(values);
    const forecasts = forecastsOf(asked, values, isLook);
    const { answer, summary, sections } = roomPage(asked, growthWith(data, values), forecasts);
    // A look goes without the time that is left where that is not known yet.
    const keyFigures = summary.keyFigures.filter((_, i) => !isLook || forecasts || i !== 1);
    return {
      summary: { ...summary, keyFigures },
      ...{ figures: figuresOf(sections), bars: barsOf(answer) },
    };
  };
  return {
    controls: (values) => controlsOf(data, chosen(values), values),
    look: (values) => found(values, true),
    answer: (values) => found(values, false),
    compare: { what: said(words.comparePlan()), of: (files) => comparedPlan(files, today) },
    page: () => {
      const others = data.patches.map((patch) => answerPlan(applyWhatIf(base, patch)));
      const room = { plan: base, answers: [today, ...others], both: bothWays(base) };
      const parts = { ...room, pools: answerStorage(base) };
      return figuresOf([headroomPart(parts), ...clusterParts(parts)]);
    },
    ask: (values) => {
      const { patch } = chosen(values);
      const without = ['--what-if'];
      const changes = changesOf(data, plan(values).settings, values);
      if (!patch) return { changes, without };
      return {
        ...{ without, changes: [...changes, ['--constraints', `./${FILE}`]] },
        file: { name: FILE, text: `${JSON.stringify(patch, null, 2)}\n` },
      };
    },
  };
}
