import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../../chart.ts';
import { lastOf, nth, present } from '../../../elements.ts';
import type { Figure } from '../../../figure.ts';
import { percentOf, rounded } from '../../../format.ts';
import type { Message } from '../../../message.ts';
import { cellWords } from '../../../messages/cells.ts';
import { quirkWords } from '../../../messages/plan-quirks.ts';
import { simulateWords } from '../../../messages/plan-simulate.ts';
import type { ComparedRun } from '../../../plan/simulation/compare.ts';
import type { SimulatedCluster } from '../../../plan/simulation/simulate-plan.ts';
import {
  contentionCdf,
  hostsOnChart,
  hostUseMap,
  servedChart,
} from '../../charts/simulation-charts.ts';
import { html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';

type Row = Record<string, string | number>;

/** Energy, service and moves of each simulated cluster. */
const simulationRows = (runs: readonly SimulatedCluster[]): Row[] =>
  runs.map(({ name, policy, outcome }) => ({
    cluster: name,
    power: policy,
    machines: outcome.machines,
    hosts: outcome.hosts,
    'hosts on': rounded(outcome.meanHostsOn),
    kWh: rounded(outcome.energyKwh, 6),
    'not given %': percentOf(outcome.unservedShare),
    'ready % p50': rounded(outcome.readyPercent.p50),
    'ready % p95': rounded(outcome.readyPercent.p95),
    'in bursts p95': rounded(outcome.burstReadyPercent.p95),
    'SLATAH %': percentOf(outcome.shortTimeShare),
    moves: outcome.migrations,
    'without a place': outcome.unplaced,
  }));

/** What happened to machines and hosts. */
const happeningRows = (runs: readonly SimulatedCluster[]): Row[] =>
  runs.map(({ name, outcome }) => ({
    cluster: name,
    moves: outcome.migrations,
    'moving s': rounded(outcome.migrationS),
    'GiB sent': rounded(outcome.migratedGib),
    'refused moves': outcome.refusedMoves,
    'outage s': rounded(outcome.outageS),
    'powered on': outcome.powerOns,
    'powered off': outcome.powerOffs,
    failures: outcome.failures,
    restarts: outcome.restarts,
    'hosts maintained': outcome.maintained,
    'memory used at most %': percentOf(outcome.mostMemoryShare),
  }));

const comparisonRows = (runs: readonly ComparedRun[]): Row[] =>
  runs.map((run) => ({
    mode: run.mode,
    run: run.what,
    kWh: rounded(run.kwh, 6),
    migrations: run.migrations,
    'hosts on': rounded(run.meanHostsOn),
    'SLATAH %': percentOf(run.shortTimeShare),
    'not given %': percentOf(run.unservedShare),
    'what it means': run.meaning,
  }));

export function comparisonChart(runs: readonly ComparedRun[]): Figure {
  const values = runs.map((run) => ({
    run: run.mode === 'ours' ? quirkWords.ours({ name: cellWords(run.short) }) : run.short,
    mode: run.mode,
    kwh: rounded(run.kwh),
    text: quirkWords.moves({ n: run.migrations }),
  }));
  const y = { field: 'run', type: 'nominal', sort: null, title: null } satisfies PositionChannel;
  const most = values.reduce((max, { kwh }) => Math.max(max, kwh), 0);
  // Room for the text beside the longest bar.
  const scale = { domain: [0, most * 1.7] };
  const x = {
    field: 'kwh',
    type: 'quantitative',
    title: 'kWh a day',
    scale,
  } satisfies PositionChannel;
  const spec: TopLevelSpec = {
    data: { values },
    height: { step: 26 },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: { y, x, color: { field: 'mode', type: 'nominal', title: null } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 4 },
        encoding: { y, x, text: { field: 'text' } },
      },
    ],
  };
  return {
    id: 'quirks',
    title: quirkWords.quirks(),
    description: quirkWords.quirksText(),
    spec,
    rows: comparisonRows(runs),
  };
}

/** The chapter on what CloudSim's experiment leaves out, for one day. */
function comparisonSection(runs: readonly ComparedRun[], day: string): Section {
  const [published, honest] = [nth(runs, 0), lastOf(runs)];
  return {
    id: 'compatibility',
    title: quirkWords.compatibility(),
    text: html`<p>${quirkWords.compatibilityText({
      day,
      kwh: published.kwh,
      migrations: published.migrations,
      ownKwh: honest.kwh,
      ownMigrations: honest.migrations,
      times: honest.kwh / published.kwh,
    })}</p>`,
    figures: [comparisonChart(runs)],
  };
}

/** Clusters of which charts are drawn; the tables list all. */
const MOST_CHARTED = 2;
/** So many clusters are columns, more are rows. */
const MOST_COLUMNS = 3;

/** A few wide rows as a tall table, which a phone shows whole. */
function tall(rows: readonly Row[]): Row[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'cluster');
  return names.map((name) => ({
    what: name,
    ...Object.fromEntries(
      rows.map((row) => {
        const value = present(row[name]);
        // A name of digits alone would come before the others as a key.
        return [`in ${row.cluster}`, value];
      }),
    ),
  }));
}

/** What the simulated clusters did; of a few clusters only what happened at all. */
export function simulationTables(runs: readonly SimulatedCluster[]): Figure[] {
  const [did, happened] = [simulationRows(runs), happeningRows(runs)];
  if (runs.length > MOST_COLUMNS) {
    return [
      tableFigure('simulated-clusters', simulateWords.clusters(), did),
      tableFigure('simulated-happenings', simulateWords.happenings(), happened),
    ];
  }
  const never = new Set(
    Object.keys(happened[0] ?? {}).filter((name) => happened.every((row) => row[name] === 0)),
  );
  const rows = did.map((row, i) => ({
    ...row,
    ...Object.fromEntries(Object.entries(nth(happened, i)).filter(([name]) => !never.has(name))),
    ...row,
  }));
  const title = simulateWords.clusters();
  return [tableFigure('simulated-clusters', title, tall(rows), simulateWords.omitted())];
}

/** The answer of one simulated cluster in a sentence. */
export function simulationLead({ outcome }: SimulatedCluster): Message {
  const { series, hosts, energyKwh, meanHostsOn, unservedShare, migrations } = outcome;
  const given =
    unservedShare > 0
      ? simulateWords.notGiven({ percent: 100 * unservedShare })
      : simulateWords.allGiven();
  return simulateWords.lead({
    kwh: energyKwh,
    hours: (series.hostsOn.length * series.stepS) / 3600,
    on: meanHostsOn,
    hosts,
    given,
    moves: migrations,
  });
}

/** A simulated day: what it cost, what machines did not get, and the hosts over time. */
export function simulationSections(
  runs: readonly SimulatedCluster[],
  compared?: { day: string; runs: readonly ComparedRun[] },
): Section[] {
  const charted = [...runs]
    .sort((a, b) => b.outcome.machines - a.outcome.machines)
    .slice(0, MOST_CHARTED);
  const charts = charted.flatMap(({ name, outcome, outline }, i) => {
    const id = `sim-${i + 1}`;
    const label = (chart: Figure): Figure =>
      runs.length > 1
        ? { ...chart, title: simulateWords.ofCluster({ title: chart.title, name }) }
        : chart;
    return [
      hostsOnChart(id, outline.hostsOn, outcome.hosts),
      servedChart(id, outline.served),
      ...(outline.use ? [hostUseMap(id, outline.use)] : []),
      contentionCdf(id, [
        { name: 'not given', spread: outcome.contentionPercent },
        { name: 'ready per vCPU', spread: outcome.readyPercent },
        { name: 'ready in bursts', spread: outcome.burstReadyPercent },
      ]),
    ].map(label);
  });
  return [
    {
      id: 'simulation',
      title: simulateWords.title(),
      text: html`<p>${simulateWords.text({
        charts: charted.length < runs.length ? simulateWords.charted({ n: charted.length }) : '',
      })}</p>`,
      figures: [...simulationTables(runs), ...charts],
    },
    ...(compared ? [comparisonSection(compared.runs, compared.day)] : []),
  ];
}
