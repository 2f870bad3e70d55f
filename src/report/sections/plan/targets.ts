import type { Figure } from '../../../figure.ts';
import { toPlaces } from '../../../format.ts';
import type { Message, Text } from '../../../message.ts';
import { planAnswerWords } from '../../../messages/plan-answers.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { TargetAnswer } from '../../../plan/target/answer.ts';
import type { CloudAnswer } from '../../../plan/target/cloud.ts';
import type { OpenshiftAnswer } from '../../../plan/target/openshift.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const MOST_ROWS = 200;
const tenth = (value: number) => toPlaces(value, 1);
const minutes = (seconds: number) => tenth(seconds / 60);

/** Targets side by side; what one kind does not have is empty. */
const sideBySide = (answers: readonly TargetAnswer[]): FigureRow[] =>
  answers.map((answer) => {
    if (answer.kind === 'cloud') {
      const demand = answer.plans.find(({ plan }) => plan === 'on-demand')?.perMonth ?? 0;
      return {
        target: answer.target.name,
        machines: answer.machines.length,
        'without a place': answer.unplaced.length,
        'nodes or instances': answer.machines.length - answer.unplaced.length,
        'no fewer than': null,
        'overhead, GiB': null,
        'waves, h': null,
        'longest stop, min': null,
        'a month': toPlaces(demand + answer.storagePerMonth, 2),
        currency: answer.target.currency,
      };
    }
    const { waves } = answer;
    const stop = Math.max(0, ...waves.waves.map(({ longestDowntimeS }) => longestDowntimeS));
    return {
      target: answer.target.name,
      machines: answer.machines,
      'without a place': answer.unplaced.length,
      'nodes or instances': answer.nodes,
      'no fewer than': answer.bound,
      'overhead, GiB': tenth(answer.overheadGib),
      'waves, h': tenth(waves.hours),
      'longest stop, min': minutes(stop),
      'a month': null,
      currency: null,
    };
  });

const nodeRows = (answer: OpenshiftAnswer): FigureRow[] => [
  {
    'threads left a node': tenth(answer.node.threads),
    'memory left a node, GiB': tenth(answer.node.memoryMib / 1024),
    'nodes packed': answer.packed,
    'with failures or drain': answer.nodes,
    'no fewer than': answer.bound,
    'requests, GiB': tenth(answer.requestGib),
    'overhead, GiB': tenth(answer.overheadGib),
    'overhead on ESXi, GiB': tenth(answer.esxiOverheadGib),
    'fullest node, GiB': tenth(answer.fullestGib),
    'OpenShift subscriptions': answer.subscriptions,
    price: answer.price,
  },
];

const waveRows = ({ waves }: OpenshiftAnswer): FigureRow[] =>
  waves.waves.slice(0, MOST_ROWS).map((wave) => ({
    wave: wave.wave,
    machines: wave.machines,
    GiB: tenth(wave.gib),
    hours: toPlaces(wave.hours, 2),
    'longest stop, min': minutes(wave.longestDowntimeS),
  }));

const moveRows = ({ waves }: OpenshiftAnswer): FigureRow[] =>
  waves.moves.slice(0, 20).map((move) => ({
    machine: move.machine,
    GiB: tenth(move.gib),
    'in all, min': minutes(move.totalS),
    'stopped, min': minutes(move.downtimeS),
    rounds: move.rounds,
    ends: move.converges,
  }));

const planRows = ({ plans }: CloudAnswer): FigureRow[] =>
  plans.map((row) => ({
    plan: row.plan,
    'a month': toPlaces(row.perMonth, 2),
    'cheaper than on demand from, hours a month':
      row.breakEvenHours === null ? null : tenth(row.breakEvenHours),
    prices: row.from,
  }));

const instanceRows = ({ instances }: CloudAnswer): FigureRow[] =>
  instances.slice(0, MOST_ROWS).map((row) => ({
    instance: row.type,
    count: row.count,
    'an hour': row.perHour,
    'a month': toPlaces(row.month, 2),
  }));

const machineRows = ({ machines }: CloudAnswer): FigureRow[] =>
  [...machines]
    .sort((a, b) => b.month - a.month || (a.machine < b.machine ? -1 : 1))
    .slice(0, MOST_ROWS)
    .map((row) => ({
      machine: row.machine,
      vCPU: row.vcpus,
      'memory, GiB': tenth(row.memoryGib),
      'needs vCPU': toPlaces(row.needVcpus, 2),
      'needs GiB': tenth(row.needGib),
      'load, stars': row.stars,
      instance: row.instance,
      'a month': toPlaces(row.month, 2),
    }));

const tablesOf = (answer: TargetAnswer, i: number): Figure[] => {
  const target = answer.target.name;
  return (
    answer.kind === 'openshift'
      ? [
          tableFigure(`target-${i}-nodes`, words.nodesOf({ target }), nodeRows(answer)),
          tableFigure(`target-${i}-waves`, words.wavesOf({ target }), waveRows(answer)),
          tableFigure(`target-${i}-moves`, words.movesOf({ target }), moveRows(answer)),
        ]
      : [
          tableFigure(
            `target-${i}-plans`,
            words.plansOf({ target, currency: answer.target.currency }),
            planRows(answer),
          ),
          tableFigure(
            `target-${i}-instances`,
            words.instancesOf({ target, currency: answer.target.currency }),
            instanceRows(answer),
          ),
          tableFigure(`target-${i}-machines`, words.machinesOf({ target }), machineRows(answer)),
        ]
  ).filter(({ rows }) => rows.length > 0);
};

/** The tables of the section, for the terminal too. */
export const targetTables = (answers: readonly TargetAnswer[]): Figure[] => [
  tableFigure('target-table', words.targetTable(), sideBySide(answers)),
  ...answers.flatMap(tablesOf),
];

function basis(answer: TargetAnswer): Message {
  if (answer.kind === 'openshift') {
    const { target, waves } = answer;
    return words.openshiftText({
      ...{ target: target.name, version: target.version, method: waves.method, limit: waves.limit },
      ...{ memory: target.memoryOvercommitPercent, cpu: target.cpuAllocationRatio },
      ...{ parallel: target.migration.parallel, rate: Math.round(waves.bytesPerS / 1e6) },
    });
  }
  const { catalogue, target } = answer;
  return words.cloudText({
    ...{ target: target.name, percentile: target.percentile, comfort: target.comfort },
    ...{ used: catalogue.used, rows: catalogue.rows, source: catalogue.source },
    ...{ dates: catalogue.dates, unpriced: catalogue.unpriced },
    suspicious: catalogue.suspicious.length,
    disks: target.storagePerGibMonth > 0 ? words.disksPriced() : words.disksNotPriced(),
  });
}

/** Where the estate could go, each target with its own tables and its sentence. */
export const targetSections = (
  answers: readonly TargetAnswer[],
  sentences: readonly Text[],
): Section[] => {
  const own = (shown: readonly Text[]) => html`${shown.map((one) => html`<p>${one}</p>`)}`;
  const targets = {
    id: 'targets',
    depth: 'first' as const,
    gist: planAnswerWords.sentences({ all: sentences }),
    title: words.targets(),
  };
  if (answers.length === 1)
    return [
      {
        ...{ ...targets, text: own([...sentences, ...answers.map(basis)]) },
        figures: targetTables(answers),
      },
    ];
  // Side by side they are read; how each is reckoned is looked up.
  return [
    {
      ...{ ...targets, text: own(sentences) },
      figures: [tableFigure('target-table', words.targetTable(), sideBySide(answers))],
    },
    ...answers.map(
      (answer, i): Section => ({
        ...{ id: `target-${i}`, depth: 'second', title: answer.target.name },
        ...{ text: own([basis(answer)]), figures: tablesOf(answer, i) },
      }),
    ),
  ];
};
