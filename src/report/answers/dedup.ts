import { lastOf, nth, num, present } from '../../elements.ts';
import type { MemoryImage } from '../../formats/memory-image/image.ts';
import type { ScanResult } from '../../formats/memory-image/scan-images.ts';
import { type SettledKsm, settledKsm } from '../../kernels/dedup/sharing.ts';
import type { KeySource } from '../../kernels/ksm/index.ts';
import { type KsmRules, PAGE_BYTES } from '../../kernels/ksm/machine.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import type { Message } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import {
  fitsExactSimulation,
  forecastKsm,
  type KsmSetting,
  type Memory,
  rankKnobs,
  type Storm,
  simulateStorm,
  sizesOnly,
  sweepScanRate,
  variantSimulations,
} from '../../model/dedup/analysis.ts';
import { apartFacts } from '../../model/dedup/ksm/apart-facts.ts';
import { wakePeriodMs } from '../../model/dedup/ksm/cost.ts';
import { type FastCounters, fastScans } from '../../model/dedup/ksm/fast.ts';
import { comparePolicies, securityStatement } from '../../model/dedup/policies.ts';
import type { DedupReport } from '../sections/dedup.ts';

/** What `virtcost dedup` found; also its JSON document. */
export interface DedupResult {
  name: string;
  /** The answer in a sentence. */
  answer: Message;
  images: { name: string; kind: string; pages: number; allocatedBytes: number; leftOut?: object }[];
  /** Most that sharing equal 4 KiB pages can free, zero pages included. */
  upperBoundBytes: number | null;
  /** KSM once it has seen everything twice, for the knobs given. */
  settled: SettledKsm | FastCounters;
  /** Time to the end of the second scan on a quiet host; no merging happens before it. */
  secondsToSettle: number;
  storm: Storm | null;
  security: typeof securityStatement;
  report: DedupReport;
}

/** What a scan found of the images, as far as answers need it; keys are needed for KSM over time alone. */
export interface ScannedImages extends Omit<ScanResult, 'images'> {
  images: readonly Pick<MemoryImage, 'name' | 'kind' | 'pages' | 'allocatedBytes' | 'leftOut'>[];
}

/** How KSM is asked: its settings, the kernel's rules, and how much is simulated. */
export interface KsmQuestion {
  setting: KsmSetting;
  rules: KsmRules;
  /** Share of all pages that is rewritten once KSM has settled. */
  stormShare: number;
  /** Without other knobs and rates: a first look. */
  alone?: boolean;
  /** Told how many simulations there will be; what it gives is told of each. */
  onStart?: (simulations: number) => { step(): void; finish(): void };
}

/** Scans needed before everything equal has merged. */
const SETTLING_SCANS = 2;

function roughSettlingSeconds(pages: number, { pace }: KsmSetting): number {
  const wakeUps = Math.ceil(pages / pace.pagesToScan) * SETTLING_SCANS;
  return (wakeUps * wakePeriodMs(pace.sleepMs, pace.hz).ms) / 1000;
}

const skips = ({ knobs }: KsmSetting, rules: KsmRules) => knobs.smartScan && rules.hasSmartScan;

const notSimulated = { forecast: null, knobs: [], rates: [], storm: null };

function simulate(memory: Memory, question: KsmQuestion) {
  const { setting, rules, stormShare, alone = false, onStart } = question;
  if (!fitsExactSimulation(memory.population)) return notSimulated;
  const isStormy = stormShare > 0;
  const simulations = 1 + (alone ? 0 : variantSimulations(memory, setting)) + (isStormy ? 1 : 0);
  const progress = onStart?.(simulations);
  const onSimulated = () => progress?.step();
  const forecast = forecastKsm(memory, setting, rules);
  onSimulated();
  const knobs = alone ? [] : rankKnobs(memory, setting, rules, onSimulated);
  const rates = alone ? [] : sweepScanRate(memory, setting, rules, onSimulated);
  const storm = isStormy ? simulateStorm(memory, setting, rules, stormShare) : null;
  if (isStormy) onSimulated();
  progress?.finish();
  return { forecast, knobs, rates, storm };
}

export function resultOfImages(
  scan: ScannedImages,
  question: KsmQuestion,
  overTime: boolean,
): DedupResult {
  const { setting, rules } = question;
  const { images, granularities, matrix, multiplicity, sameAsBase } = scan;
  const small = nth(granularities, 0);
  const large = lastOf(granularities);
  const population = sizesOnly(images.length, Math.max(...images.map((image) => image.pages)));
  const memory: Memory = { population, keys: keySource(scan) };
  const { storm, ...simulated } = overTime ? simulate(memory, question) : notSimulated;
  const { maxPageSharing, useZeroPages } = setting.knobs;
  const policies = comparePolicies(
    { small, large, multiplicity, sameAsBase: images.length > 1 ? sameAsBase : null },
    maxPageSharing,
  );
  const settled = settledKsm(multiplicity, small.zero, maxPageSharing, useZeroPages);
  const upperBoundBytes = (small.saved_nonzero + Math.max(0, small.zero - 1)) * PAGE_BYTES;
  const saved = (settled.pages_sharing + settled.ksm_zero_pages) * PAGE_BYTES;
  const seconds =
    secondsOfScan(simulated.forecast, SETTLING_SCANS) ?? roughSettlingSeconds(small.total, setting);
  const total = small.total * PAGE_BYTES;
  return {
    name: images.map((image) => image.name).join(', '),
    answer: answerWords.dedupImages({
      total,
      zero: small.zero * PAGE_BYTES,
      most: upperBoundBytes,
      saved,
      seconds,
    }),
    images: images.map(({ name, kind, pages, allocatedBytes, leftOut }) => ({
      ...{ name, kind, pages, allocatedBytes },
      ...(leftOut ? { leftOut } : {}),
    })),
    upperBoundBytes,
    settled,
    secondsToSettle: seconds,
    storm,
    security: securityStatement,
    report: {
      names: images.map((image) => image.name),
      granularities,
      matrix,
      policies,
      ...simulated,
      apart: skips(setting, rules) ? apartFacts() : null,
    },
  };
}

function secondsOfScan(forecast: ReturnType<typeof forecastKsm> | null, scan: number) {
  return forecast?.points.find((point) => point.fullScans >= scan)?.seconds ?? null;
}

function keySource({ images, keys, firstPage }: ScannedImages): KeySource {
  const words = new BigUint64Array(keys.buffer, keys.byteOffset, keys.length / 8);
  return {
    pages: (vm) => nth(images, vm).pages,
    fill(vm, from, window) {
      const first = num(firstPage, vm) + from;
      // The low half of the 128-bit key identifies and orders the page.
      for (let i = 0; i < window.length; i++) window[i] = present(words[2 * (first + i)]);
    },
  };
}

/** A population: exactly simulated where it fits 4 GiB, by its census where it does not. */
export function resultOfPopulation(
  name: string,
  population: Population,
  question: KsmQuestion,
): DedupResult {
  const { setting, rules } = question;
  const { storm, ...simulated } = simulate({ population }, question);
  const last = simulated.forecast?.scans[SETTLING_SCANS];
  const settled = last ?? lastOf(fastScans(population, setting.knobs, rules, SETTLING_SCANS + 1));
  const saved = (settled.sharing + settled.zeroPages) * PAGE_BYTES;
  const seconds =
    secondsOfScan(simulated.forecast, SETTLING_SCANS) ??
    roughSettlingSeconds(population.vms * population.pages, setting);
  return {
    name,
    answer: answerWords.dedupPopulation({
      name,
      saved,
      net: settled.profitBytes,
      seconds,
      fast: last ? '' : answerWords.fastMode(),
    }),
    images: [],
    upperBoundBytes: null,
    settled,
    secondsToSettle: seconds,
    storm,
    security: securityStatement,
    report: {
      ...{ names: [], granularities: [], matrix: null, policies: [] },
      ...simulated,
      apart: skips(setting, rules) ? apartFacts() : null,
    },
  };
}
