import { present } from '../../elements.ts';
import { Demand } from '../cloudsim/demand.ts';
import { policies } from '../cloudsim/policy.ts';
import { asPublished, type Quirks } from '../cloudsim/quirks.ts';
import { HOSTS } from '../cloudsim/setup.ts';
import { simulate } from '../cloudsim/simulate.ts';
import { planetLabLoad } from './load.ts';
import { cloudsimHosts, defaultPolicies } from './presets.ts';
import { simulateCluster } from './run.ts';
import { defaultSimSettings, type SimSettings } from './scenario.ts';

/** One run of the same day. Shares are of 1. */
export interface ComparedRun {
  mode: 'compatibility' | 'ours';
  what: string;
  /** The same in a few characters, for axes. */
  short: string;
  kwh: number;
  migrations: number;
  meanHostsOn: number;
  /** Time hosts were on during which they gave less than was asked (SLATAH). */
  shortTimeShare: number;
  /** Work asked for and not given. */
  unservedShare: number;
  /** One sentence: what the difference to the published run means. */
  meaning: string;
}

const THRESHOLD = 0.8;
/** The links of the experiment's hosts. */
const LINK_GBIT = 1;

const compatibility: readonly [
  what: string,
  short: string,
  quirks: Partial<Quirks>,
  meaning: string,
][] = [
  ['as published', 'as published', {}, 'What CloudSim 3.0.3 prints, digit for digit.'],
  [
    'idle machines kept',
    'idle kept',
    { keepIdleVms: true },
    'A machine without demand for a moment is destroyed as published; kept, it still needs a host.',
  ],
  [
    'receivers protected',
    'receivers kept',
    { protectReceivers: true },
    'Hosts that were just given machines are not emptied in the same tick, so fewer machines move twice.',
  ],
  [
    'memory honoured at 150 %',
    'memory 150 %',
    { ramRatio: 1.5 },
    'Machines no longer pile up on hosts whose memory they exceed, even with half as much again promised.',
  ],
  [
    'memory honoured at 100 %',
    'memory 100 %',
    { ramRatio: 1 },
    'Memory, which the published run ignores once machines are up, decides how many hosts are needed.',
  ],
  [
    'all three, memory at 150 %',
    'all three, 150 %',
    { ramRatio: 1.5, keepIdleVms: true, protectReceivers: true },
    'The published policy on a cluster that could exist, if half as much memory again may be promised.',
  ],
  [
    'all three, memory at 100 %',
    'all three, 100 %',
    { ramRatio: 1, keepIdleVms: true, protectReceivers: true },
    'The published policy on a cluster that could exist.',
  ],
];

const ours: readonly [
  what: string,
  short: string,
  settings: Partial<SimSettings>,
  meaning: string,
][] = [
  [
    'memory at 150 %, moves at memory over bandwidth',
    '150 %, link',
    { memoryRatio: 1.5, moveModel: 'ram-over-bandwidth' },
    "Our placement by demand, a host's boot charged, idle hosts drawing power, moves as CloudSim costs them.",
  ],
  [
    'memory at 150 %, moves by the migration model',
    '150 %, model',
    { memoryRatio: 1.5 },
    'Moves take the time pre-copy needs and pause the machine, instead of slowing it by 10 % throughout.',
  ],
  [
    'memory at 100 %, moves at memory over bandwidth',
    '100 %, link',
    { moveModel: 'ram-over-bandwidth' },
    'The same with no memory promised twice: memory binds, and few machines can move.',
  ],
  [
    'memory at 100 %, moves by the migration model',
    '100 %, model',
    {},
    'Our answer for this day: memory honoured, every machine kept, moves at their modelled cost.',
  ],
];

/** A PlanetLab day under threshold 0.8 on CloudSim's 800 hosts: quirk by quirk in compatibility mode, then in ours. */
export function compareWithCloudsim(day: string, percent: readonly Uint8Array[]): ComparedRun[] {
  const demand = new Demand(percent);
  const policy = present(policies.find(({ rule }) => rule === 'thr'));
  const load = planetLabLoad(day, percent);
  const theirs = compatibility.map(([what, short, quirks, meaning]): ComparedRun => {
    const run = simulate(demand, policy, { ...asPublished, ...quirks });
    return {
      mode: 'compatibility',
      what,
      short,
      kwh: run.energyKwh,
      migrations: run.migrations,
      meanHostsOn: run.meanActiveHosts,
      shortTimeShare: run.slatah,
      unservedShare: run.overallViolation,
      meaning,
    };
  });
  const hosts = cloudsimHosts(HOSTS);
  return [
    ...theirs,
    ...ours.map(([what, short, settings, meaning]): ComparedRun => {
      const run = simulateCluster({
        hosts,
        load,
        settings: {
          ...defaultSimSettings,
          moves: { ...defaultSimSettings.moves, linkGbit: LINK_GBIT },
          ...settings,
        },
        policies: defaultPolicies('consolidate', THRESHOLD, { keepOn: 1, tolerateHosts: 0 }),
        events: [],
      });
      return {
        mode: 'ours',
        what,
        short,
        kwh: run.energyKwh,
        migrations: run.migrations,
        meanHostsOn: run.meanHostsOn,
        shortTimeShare: run.shortTimeShare,
        unservedShare: run.unservedShare,
        meaning,
      };
    }),
  ];
}
