import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { migrateWords } from '../../messages/migrate.ts';
import type { MigrationQuestion } from '../../model/migration/question.ts';
import type { MigrationAnswer, MigrationPlan } from '../../model/migration/what-if.ts';
import { namedPoints } from './turns.ts';

const MIB = 2 ** 20;

/** Green ends, red does not, ochre may; other verdicts take what is left. */
const verdictColours: Readonly<Record<string, string>> = {
  completes: 'var(--c4)',
  never: 'var(--c2)',
  'too-close': 'var(--c5)',
};

function verdictColour(values: readonly { verdict: string }[]) {
  const domain = [...new Set(values.map(({ verdict }) => verdict))];
  const range = domain.map((verdict) => verdictColours[verdict] ?? 'var(--c1)');
  return { field: 'verdict', type: 'nominal', title: 'verdict', scale: { domain, range } } as const;
}

/** Remaining bytes after each sync, and the threshold they must fall below. */
export function roundStaircase({ prediction }: MigrationPlan): Figure {
  const steps = prediction.staircase.slice(0, 200);
  const rows = steps.map((round, i) => ({
    sync: i + 1,
    seconds: round.seconds,
    'remaining MiB': round.remainingBytes / MIB,
    'threshold MiB': round.thresholdBytes / MIB,
  }));
  const values = rows.flatMap((row) => [
    {
      seconds: row.seconds,
      mib: Math.max(0.01, row['remaining MiB']),
      line: 'pending after the sync',
    },
    ...(row['threshold MiB'] > 0
      ? [{ seconds: row.seconds, mib: row['threshold MiB'], line: 'stop threshold' }]
      : []),
  ]);
  const spec: TopLevelSpec = {
    height: 320,
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', point: { size: 30 } },
    encoding: {
      x: { field: 'seconds', type: 'quantitative', title: 'seconds since the start' },
      y: { field: 'mib', type: 'quantitative', scale: { type: 'log' }, title: 'MiB to send' },
      color: { field: 'line', type: 'nominal', title: null },
      strokeDash: { field: 'line', type: 'nominal' },
      shape: { field: 'line', type: 'nominal' },
    },
  };
  return {
    id: 'migration-rounds',
    title: migrateWords.roundsTitle(),
    description: migrateWords.roundsText(),
    spec,
    rows: rows,
  };
}

/** Verdict over bandwidth and write rate with the critical line. */
export function verdictChart({ map }: MigrationPlan, question: MigrationQuestion): Figure {
  const perS = 1e-6;
  const values = map.points.map((point) => ({
    bandwidth: point.bandwidthBytesPerS / MIB,
    writes: point.writesPerS,
    verdict: point.verdict,
  }));
  const line = map.critical.flatMap(({ bandwidthBytesPerS, writesPerS }) =>
    writesPerS === null ? [] : [{ bandwidth: bandwidthBytesPerS / MIB, writes: writesPerS }],
  );
  const rates = values.map((value) => value.writes);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const x = {
    field: 'bandwidth',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, nice: false },
    title: 'max-bandwidth, MiB/s',
  };
  const y = {
    field: 'writes',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [least, most], nice: false },
    title: 'page writes per second',
  };
  const here = {
    bandwidth: (question.settings.maxBandwidth || question.host.copyBytesPerS) / MIB,
    writes: question.guest.dirty.reduce((sum, part) => sum + part.writesPerS, perS),
    name: migrateWords.thisGuest(),
  };
  const spec: TopLevelSpec = {
    height: 360,
    layer: [
      {
        data: { values },
        mark: { type: 'point', size: 26, filled: true },
        encoding: {
          x,
          y,
          color: verdictColour(values),
          shape: { field: 'verdict', type: 'nominal' },
        },
      },
      {
        data: { values: line.filter((point) => point.writes >= least && point.writes <= most) },
        mark: { type: 'line', strokeDash: [6, 3], stroke: 'var(--fg)' },
        encoding: { x, y },
      },
      ...namedPoints(
        here.writes >= least && here.writes <= most ? [here] : [],
        { x, y },
        { shape: 'circle' },
      ),
    ],
  };
  return {
    id: 'migration-verdicts',
    title: migrateWords.mapTitle(),
    description: migrateWords.mapText(),
    spec,
    rows: map.critical.map(({ bandwidthBytesPerS, writesPerS }) => ({
      'max-bandwidth MiB/s': bandwidthBytesPerS / MIB,
      'critical page writes/s': writesPerS ?? 'none',
    })),
  };
}

/** How the pause falls out over replays that differ in what nobody knows before the start. */
export function blackoutDots({ prediction }: MigrationPlan): Figure {
  const table = prediction.blackoutsMs.map((ms, i) => ({ replay: i + 1, 'blackout ms': ms }));
  const spec: TopLevelSpec = {
    height: 120,
    data: { values: prediction.blackoutsMs.map((ms) => ({ ms })) },
    mark: { type: 'tick', thickness: 2 },
    encoding: {
      x: { field: 'ms', type: 'quantitative', scale: { zero: true }, title: 'blackout, ms' },
    },
  };
  return {
    id: 'migration-blackout',
    title: migrateWords.pauseTitle(),
    description: migrateWords.pauseText(),
    spec,
    rows: table,
  };
}

/** When each machine of the host leaves, under the limits of host and cluster. */
export function evacuationBars(fleet: NonNullable<MigrationAnswer['fleet']>): Figure {
  const values = fleet.machines.map((machine) => ({
    name: machine.name.slice(0, 60),
    start: machine.startS / 60,
    end: machine.endS / 60,
    verdict: machine.verdict,
  }));
  const spec: TopLevelSpec = {
    height: { step: 20 },
    data: { values },
    mark: { type: 'bar', height: { band: 0.7 } },
    encoding: {
      y: { field: 'name', type: 'nominal', title: null, sort: null },
      x: { field: 'start', type: 'quantitative', title: 'minutes since the start' },
      x2: { field: 'end' },
      color: verdictColour(values),
      strokeDash: { field: 'verdict', type: 'nominal' },
    },
  };
  return {
    id: 'migration-evacuation',
    title: migrateWords.fleetTitle(),
    description: migrateWords.fleetText(),
    spec,
    rows: fleet.machines.map((machine) => ({
      machine: machine.name,
      from: machine.from,
      verdict: machine.verdict,
      'start s': machine.startS,
      'end s': machine.endS,
      GiB: machine.transferredBytes / 2 ** 30,
      'blackout ms': machine.blackoutMs,
    })),
  };
}
