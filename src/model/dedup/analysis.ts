import { type KeySource, KsmKernel, ksmMemoryBytes } from '../../kernels/ksm/index.ts';
import { type KsmKnobs, type KsmRules, PAGE_BYTES } from '../../kernels/ksm/machine.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import { MAX_MEMORY_BYTES } from '../../kernels/load.ts';
import { cowBreakCost } from './ksm/cost.ts';
import { type Forecast, forecast, type Pace } from './ksm/forecast.ts';

/** Knobs of KSM, those of its pace included. */
export interface KsmSetting {
  knobs: KsmKnobs;
  pace: Pace;
}

export interface Variant {
  name: string;
  setting: KsmSetting;
  forecast: Forecast;
}

/** Scans simulated: two until everything has merged, the rest shows what staying there costs. */
const SCANS = 6;
/** Variants of the knobs are tried up to so many pages; each costs SCANS scans. */
const MAX_WHAT_IF_PAGES = 2 ** 20;

/** Where the pages come from: a population, or keys of real memory with the population's sizes. */
export interface Memory {
  population: Population;
  keys?: KeySource;
}

/** A population that only says how many pages of real memory there are. */
export function sizesOnly(vms: number, pages: number): Population {
  return {
    ...{ seed: 0, vms, pages, zero24: 0, shared24: 0, dup24: 0, vol24: 0, untouched24: 0 },
    ...{ rdzero24: 0, shared_pool: 1, dup_pool: 1, vol_pool: 1, aligned: 0, vol_period: 0 },
    ...{ vol_share: 0, diff_at: 0, thp: 0 },
  };
}

export function fitsExactSimulation({ vms, pages }: Population): boolean {
  return ksmMemoryBytes(vms, pages) <= MAX_MEMORY_BYTES;
}

export function forecastKsm(memory: Memory, setting: KsmSetting, rules: KsmRules): Forecast {
  const machine = new KsmKernel(memory.population, setting.knobs, rules, memory.keys);
  return forecast(machine, setting.pace, SCANS);
}

function variantsOf({ knobs, pace }: KsmSetting): { name: string; setting: KsmSetting }[] {
  const withPace = (change: Partial<Pace>) => ({ knobs, pace: { ...pace, ...change } });
  const withKnobs = (change: Partial<KsmKnobs>) => ({ knobs: { ...knobs, ...change }, pace });
  const tenfold = pace.pagesToScan * 10;
  return [
    { name: `pages_to_scan ${tenfold}`, setting: withPace({ pagesToScan: tenfold }) },
    {
      name: `sleep_millisecs ${pace.sleepMs * 5}`,
      setting: withPace({ sleepMs: pace.sleepMs * 5 }),
    },
    {
      name: `use_zero_pages ${knobs.useZeroPages ? 0 : 1}`,
      setting: withKnobs({ useZeroPages: !knobs.useZeroPages }),
    },
    {
      name: `smart_scan ${knobs.smartScan ? 0 : 1}`,
      setting: withKnobs({ smartScan: !knobs.smartScan }),
    },
    { name: 'max_page_sharing 2', setting: withKnobs({ maxPageSharing: 2 }) },
    { name: 'max_page_sharing 1000000', setting: withKnobs({ maxPageSharing: 1_000_000 }) },
  ];
}

/** Told when one more simulation is done. */
type OnSimulated = () => void;

const simulatedVariant = (
  { name, setting }: Omit<Variant, 'forecast'>,
  memory: Memory,
  rules: KsmRules,
  onSimulated?: OnSimulated,
): Variant => {
  const found = { name, setting, forecast: forecastKsm(memory, setting, rules) };
  onSimulated?.();
  return found;
};

/** One knob changed at a time, best net profit first; empty where the memory is too large to try them all. */
export function rankKnobs(
  memory: Memory,
  setting: KsmSetting,
  rules: KsmRules,
  onSimulated?: OnSimulated,
): Variant[] {
  const { vms, pages } = memory.population;
  if (vms * pages > MAX_WHAT_IF_PAGES) return [];
  return variantsOf(setting)
    .map((variant) => simulatedVariant(variant, memory, rules, onSimulated))
    .sort((a, b) => b.forecast.final.profitBytes - a.forecast.final.profitBytes);
}

const SCAN_RATES: readonly number[] = [100, 300, 1000, 3000, 10_000, 30_000];

/** Simulations of `rankKnobs` and `sweepScanRate` together, where the memory is small enough for them. */
export const variantSimulations = ({ population: { vms, pages } }: Memory, setting: KsmSetting) =>
  vms * pages > MAX_WHAT_IF_PAGES ? 0 : variantsOf(setting).length + SCAN_RATES.length;

/** Profit against scan rate: what pages_to_scan buys in time and costs in CPU. */
export function sweepScanRate(
  memory: Memory,
  { knobs, pace }: KsmSetting,
  rules: KsmRules,
  onSimulated?: OnSimulated,
): Variant[] {
  const { vms, pages } = memory.population;
  if (vms * pages > MAX_WHAT_IF_PAGES) return [];
  return SCAN_RATES.map((pagesToScan) => {
    const variant = { name: `${pagesToScan}`, setting: { knobs, pace: { ...pace, pagesToScan } } };
    return simulatedVariant(variant, memory, rules, onSimulated);
  });
}

/** What a wave of writes does: a restart, a migration back, a patch day. */
export interface Storm {
  /** Share of the pages written with new contents. */
  share: number;
  /** First writes to shared pages: each is a fault and a copy. */
  cowBreaks: number;
  /** Time the guests spend in those faults, with its interval. */
  faultSeconds: { value: number; low: number; high: number };
  /** Memory that stays lost once KSM has seen everything again. */
  lostBytes: number;
  /** KSM afterwards, from the moment of the writes. */
  recovery: Forecast;
}

const STORM_SALT = 1;
const ALL_CLASSES = 127;

/** Settles, rewrites a share of all pages with new contents, and lets KSM run on. */
export function simulateStorm(
  memory: Memory,
  setting: KsmSetting,
  rules: KsmRules,
  share: number,
): Storm {
  const machine = new KsmKernel(memory.population, setting.knobs, rules, memory.keys);
  forecast(machine, setting.pace, SCANS);
  const before = machine.counters();
  machine.write('new', Math.round(share * 2 ** 24), STORM_SALT, ALL_CLASSES);
  const cowBreaks = machine.counters().cowBreaks - before.cowBreaks;
  const seconds = (ns: number) => (cowBreaks * ns) / 1e9;
  const recovery = forecast(machine, setting.pace, SCANS);
  const saved = (of: { sharing: number; zeroPages: number }) => of.sharing + of.zeroPages;
  const after = recovery.scans.at(-1) ?? before;
  return {
    share,
    cowBreaks,
    faultSeconds: {
      value: seconds(cowBreakCost.value),
      low: seconds(cowBreakCost.low),
      high: seconds(cowBreakCost.high),
    },
    lostBytes: Math.max(0, saved(before) - saved(after)) * PAGE_BYTES,
    recovery,
  };
}
