import type { Figure } from '../../../figure.ts';
import { toPlaces } from '../../../format.ts';
import { type TargetAnswer, targetSentence } from '../../../plan/target/answer.ts';
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

const tablesOf = (answer: TargetAnswer, i: number): Figure[] =>
  (answer.kind === 'openshift'
    ? [
        tableFigure(`target-${i}-nodes`, `${answer.target.name}: nodes`, nodeRows(answer)),
        tableFigure(`target-${i}-waves`, `${answer.target.name}: waves`, waveRows(answer)),
        tableFigure(`target-${i}-moves`, `${answer.target.name}: longest moves`, moveRows(answer)),
      ]
    : [
        tableFigure(
          `target-${i}-plans`,
          `${answer.target.name}: price plans, ${answer.target.currency}`,
          planRows(answer),
        ),
        tableFigure(
          `target-${i}-instances`,
          `${answer.target.name}: instances, ${answer.target.currency}`,
          instanceRows(answer),
        ),
        tableFigure(`target-${i}-machines`, `${answer.target.name}: machines`, machineRows(answer)),
      ]
  ).filter(({ rows }) => rows.length > 0);

/** The tables of the section, for the terminal too. */
export const targetTables = (answers: readonly TargetAnswer[]): Figure[] => [
  tableFigure('target-table', 'Targets side by side', sideBySide(answers)),
  ...answers.flatMap(tablesOf),
];

function basis(answer: TargetAnswer) {
  if (answer.kind === 'openshift') {
    const { target, waves } = answer;
    return html`<p>${target.name}: requests of pods are the guest's memory at ${target.memoryOvercommitPercent} % and the overhead
      formula of version ${target.version}, CPU a thread for ${target.cpuAllocationRatio} vCPUs; the node keeps its reserve. Moves are
      ${waves.method}, ${target.migration.parallel} at once at ${Math.round(waves.bytesPerS / 1e6)} MB/s each (limited by the
      ${waves.limit}). Pods a node and the eviction threshold are unverified; change of the disks and minutes of conversion are
      assumptions where they were not given.</p>`;
  }
  const { catalogue, target } = answer;
  return html`<p>${target.name}: ${catalogue.used} of ${catalogue.rows} rows of ${catalogue.source}, prices of
    ${catalogue.dates.join(', ')}; left out: ${catalogue.unpriced} without a price,
    ${catalogue.suspicious.length} far from their family's price per vCPU. Use at the ${target.percentile}th percentile times
    ${target.comfort} where there is load, otherwise the allocation without a factor. Disks ${target.storagePerGibMonth > 0 ? 'at the price given' : 'are not in the price'}; egress, support and OS licences are not in it.</p>`;
}

/** Where the estate could go, each target with its own tables. */
export const targetSections = (answers: readonly TargetAnswer[]): Section[] => [
  {
    id: 'targets',
    depth: 'first',
    gist: answers.map(targetSentence).join(' '),
    title: 'Where it could go',
    text: html`${answers.map((answer) => html`<p>${targetSentence(answer)}</p>`)}${answers.map(basis)}`,
    figures: targetTables(answers),
  },
];
