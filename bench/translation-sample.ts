// Sampled simulation against the whole run: how much faster, and how often the stated 95 % interval holds the truth,
// over many seeds of stream and sample; beside it the textbook interval (mean and t-quantile of windows after warm-up).
// The second and third level of cache are a sixteenth of the profile's: runs of 4 M accesses stand for 64 M that way.
import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { CacheLevel } from '../src/hosts/host.ts';
import { hostById } from '../src/hosts/index.ts';
import { type SampleResult, samplePattern } from '../src/model/translation/sample.ts';
import { simulate, type TranslationCase } from '../src/model/translation/simulate.ts';
import { studentQuantile } from '../src/student.ts';
import type { PatternSpec } from '../src/workloads/workload.ts';
import { inQuick } from './quick.ts';
import { type Comparison, measured, sideBySide } from './side-by-side.ts';

const GIB = 2 ** 30;
const ACCESSES = 4_000_000;
const SHARE = 0.125;
const TRIALS = inQuick(1, 20);

const streams: readonly PatternSpec[] = [
  { pattern: 'zipf', bytes: GIB },
  { pattern: 'gups', bytes: GIB },
  { pattern: 'phases', bytes: 2 * GIB },
  { pattern: 'phases', bytes: 2 * GIB, phaseAccesses: 700_000, windowBytes: GIB / 2 },
];

const { memory } = hostById('sim-dmt');
const shrunk = (level: CacheLevel) => ({ ...level, entries: level.entries / 16 });
const { l1d, l2, l3 } = memory.caches;

const input: TranslationCase = {
  mode: 'nested',
  guestPage: '4K',
  hostPage: '4K',
  guestLevels: 4,
  hostLevels: 4,
  host: { ...memory, caches: { l1d, l2: shrunk(l2), l3: shrunk(l3) } },
};

/** The interval that looks at the spread of the windows only. */
function textbook({ measured: windows }: SampleResult): [number, number] {
  const cycles = windows.map(({ upper }) => upper.cycles);
  const half =
    (studentQuantile(0.975, cycles.length - 1) * sampleStandardDeviation(cycles)) /
    Math.sqrt(cycles.length);
  return [mean(cycles) - half, mean(cycles) + half];
}

const holds = (low: number, high: number, truth: number) => low <= truth && truth <= high;

function coverage(spec: PatternSpec) {
  const counts = { cycles: 0, walks: 0, textbook: 0 };
  const halves: number[] = [];
  for (let seed = 1; seed <= TRIALS; seed++) {
    const stream = { ...spec, seed };
    const whole = simulate(input, { pattern: stream, accesses: ACCESSES });
    const sample = samplePattern(input, stream, ACCESSES, { share: SHARE, seed: 1000 + seed });
    const { cycles, walks } = sample.quantities;
    const truth = whole.cyclesPerAccess!.total;
    if (holds(cycles.low, cycles.high, truth)) counts.cycles++;
    if (holds(walks.low, walks.high, whole.walks / ACCESSES)) counts.walks++;
    if (holds(...textbook(sample), truth)) counts.textbook++;
    halves.push((cycles.high - cycles.low) / 2 / truth);
  }
  return { ...counts, half: mean(halves) };
}

const nameOf = ({ pattern, bytes, phaseAccesses }: PatternSpec) =>
  `${pattern} ${bytes / GIB} GiB${phaseAccesses ? `, phases of ${phaseAccesses}` : ''}`;

/** Speed of a sampled run against the whole one; coverage goes to standard error. */
export async function translationSampleBench(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const total = { cycles: 0, walks: 0, textbook: 0 };
  const taken = inQuick(streams.slice(0, 1), streams);
  for (const spec of taken) {
    const found = coverage(spec);
    for (const key of ['cycles', 'walks', 'textbook'] as const) total[key] += found[key];
    process.stderr.write(
      `${nameOf(spec)}: cycles in the interval ${found.cycles} of ${TRIALS}, walks ${found.walks}, ` +
        `half-width ${(100 * found.half).toFixed(0)} %; in the textbook interval ${found.textbook}\n`,
    );
    const run = (name: string, work: (stream: PatternSpec) => void) => ({
      name,
      run: (slice: number) =>
        measured(() => {
          work({ ...spec, seed: slice + 1 });
          return { operations: ACCESSES, digest: null };
        }),
    });
    const variants = [
      run('whole run', (pattern) => simulate(input, { pattern, accesses: ACCESSES })),
      run(`sample of ${100 * SHARE} %`, (pattern) =>
        samplePattern(input, pattern, ACCESSES, { share: SHARE }),
      ),
    ];
    const settings = { rounds: 1, pairs: inQuick(1, 3), warmUp: 0 };
    comparisons.push(...(await sideBySide(nameOf(spec), variants, settings)));
  }
  const of = TRIALS * taken.length;
  process.stderr.write(
    `in all: cycles ${total.cycles} of ${of}, walks ${total.walks}, textbook ${total.textbook}\n`,
  );
  return comparisons;
}
