/** What a hypervisor does about memory, mildest first. */
import { nth } from '../../elements.ts';

export const mechanisms = [
  'break-large-pages',
  'share',
  'balloon',
  'compress',
  'swap',
  'block',
] as const;
export type Mechanism = (typeof mechanisms)[number];

/** A reclaim state: entered when free memory falls below `below` (MB). */
export interface ReclaimState {
  name: string;
  below: number;
  does: readonly Mechanism[];
}

/** States of one hypervisor generation, most relaxed first; the first has no upper end. */
export interface ReclaimProfile {
  id: string;
  title: string;
  source: string;
  /** MB kept free for the hypervisor; reclaim drives free memory back to it. */
  minFreeMb(hostMb: number): number;
  states(hostMb: number): readonly ReclaimState[];
}

const MB_PER_GB = 1024;
const FIRST_GB = 28;
const MIN_FREE_FIRST_MB = 899;

/** Free memory below which a state of ESXi 6 and later holds, as a share of minFree (Denneman and Epping). */
export const esxiStateShares = { high: 4, clear: 1, soft: 0.64, hard: 0.32, low: 0.16 } as const;
export type EsxiState = keyof typeof esxiStateShares;

const esxi6Thresholds: readonly [string, number, readonly Mechanism[]][] = [
  ['high', Number.POSITIVE_INFINITY, []],
  ['high (breaking large pages)', esxiStateShares.high, ['break-large-pages']],
  ['clear', esxiStateShares.clear, ['break-large-pages', 'share']],
  ['soft', esxiStateShares.soft, ['share', 'balloon']],
  ['hard', esxiStateShares.hard, ['share', 'compress', 'swap']],
  ['low', esxiStateShares.low, ['compress', 'swap', 'block']],
];

/**
 * minFree of ESXi 6 and later: 899 MB for the first 28 GB and 1 % of the rest (running-system.com, jgriffiths). 1 GB is
 * 1,024 MB, as in the published 1,349.56 MB for 72 GB, 1,923 for 128 and 2,086.84 for 144; 1,099 for 48 GB and 1,619 for 100,
 * printed elsewhere, count 1,000. For less than 28 GB nothing else is published: the 899 MB stay.
 */
export function esxiMinFreeMb(hostMb: number): number {
  const restMb = Math.max(0, hostMb - FIRST_GB * MB_PER_GB);
  return Math.min(hostMb, MIN_FREE_FIRST_MB + 0.01 * restMb);
}

export const esxi6: ReclaimProfile = {
  id: 'esxi-6',
  title: 'ESXi 6 and later',
  source:
    'running-system.com and the table of Epping; high is 400 % of minFree there, 300 % elsewhere',
  minFreeMb: esxiMinFreeMb,
  states: (hostMb) =>
    esxi6Thresholds.map(([name, share, does]) => ({
      name,
      below: share * esxiMinFreeMb(hostMb),
      does,
    })),
};

const esx2002Thresholds: readonly [string, number, readonly Mechanism[]][] = [
  ['high', Number.POSITIVE_INFINITY, ['share']],
  ['soft', 0.04, ['share', 'balloon']],
  ['hard', 0.02, ['share', 'swap']],
  ['low', 0.01, ['share', 'swap', 'block']],
];

export const esx2002: ReclaimProfile = {
  id: 'esx-2002',
  title: 'ESX Server of 2002',
  source: 'Waldspurger, OSDI 2002: 6, 4, 2 and 1 % of memory free',
  minFreeMb: (hostMb) => 0.06 * hostMb,
  states: (hostMb) =>
    esx2002Thresholds.map(([name, share, does]) => ({ name, below: share * hostMb, does })),
};

export const reclaimProfiles: readonly ReclaimProfile[] = [esxi6, esx2002];

/**
 * State for `freeMb`, coming from state `previous` (an index): downwards at each state's own threshold, upwards only when
 * the threshold of the state above is passed, so that a host does not flutter between two.
 */
export function nextState(
  states: readonly ReclaimState[],
  freeMb: number,
  previous: number,
): number {
  let state = previous;
  while (state + 1 < states.length && freeMb < nth(states, state + 1).below) state++;
  if (state > previous) return state;
  // Upwards: the threshold of the current state, plus a quarter of the way to the next one.
  while (state > 0) {
    const own = nth(states, state).below;
    const above = nth(states, state - 1).below;
    const leave = Number.isFinite(above) ? own + (above - own) / 4 : own * 1.25;
    if (freeMb < leave) break;
    state--;
  }
  return state;
}
