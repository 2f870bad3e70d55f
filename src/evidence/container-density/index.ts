import { z } from 'zod';
import { containerPrograms, densityCost } from '../../model/containers/costs/density.ts';
import { median } from '../../statistics.ts';
import { readRecording } from '../containers/read-recording.ts';
import {
  type Case,
  compareNumbers,
  type Prediction,
  type Suite,
  type SuiteOptions,
  summarize,
} from '../suite.ts';

const numbers = z.record(z.string(), z.number());
const row = z.object({
  kind: z.string().min(1).max(60),
  n: z.number().int().min(0).max(1_000_000),
  after: z.boolean().optional(),
  per_instance_kib: numbers.optional(),
  smaps_median_kib: numbers.optional(),
  cgroup_median: numbers.optional(),
  pss_sum_kib: z.number().optional(),
  rss_sum_kib: z.number().optional(),
});
type DensityRow = z.output<typeof row>;

const load = ({ data }: SuiteOptions) =>
  readRecording(
    data,
    'density.json.gz',
    z.array(row).min(1).max(10_000),
    'a list of rows {kind, n, per_instance_kib, smaps_median_kib} (form of density.json)',
  );

/** Below so many instances, slab and per-CPU memory are taken from what earlier ones left. */
const LEAST_FOR_SLAB = 100;
const HOST_NETWORK = '-hostnet';

function predictRow({ kind, n, after }: DensityRow): Prediction | undefined {
  const program = containerPrograms.find(({ id }) => id === kind.replace(HOST_NETWORK, ''));
  if (!program || n === 0 || after) return undefined;
  const cost = densityCost(program, n, !kind.endsWith(HOST_NETWORK));
  return {
    id: `${kind}/${n}`,
    rss_kib: cost.resident.value,
    pss_kib: cost.proportional.value,
    pss_sum_kib: n * cost.proportional.value,
    rss_sum_kib: n * cost.resident.value,
    anonymous_kib: cost.anonymous.value,
    mapped_kib: cost.fileShare.value,
    kernel_stack_kib: cost.kernelStack.value,
    page_tables_kib: cost.pageTables.value,
    kernel_charged_kib: cost.kernelCharged.value,
    ...(n >= LEAST_FOR_SLAB
      ? {
          slab_kib: cost.slab.value,
          percpu_kib: cost.percpu.value,
          machine_kib: cost.machine.value,
        }
      : {}),
  };
}

/** What was recorded, by the names of the prediction. */
function measuredRow({
  per_instance_kib: each,
  ...entry
}: DensityRow): Record<string, number | undefined> {
  const machine = ['AnonPages', 'Mapped', 'KernelStack', 'PageTables', 'Slab', 'Percpu'].map(
    (key) => each?.[key],
  );
  return {
    rss_kib: entry.smaps_median_kib?.Rss,
    pss_kib: entry.smaps_median_kib?.Pss,
    pss_sum_kib: entry.pss_sum_kib,
    rss_sum_kib: entry.rss_sum_kib,
    anonymous_kib: entry.smaps_median_kib?.Anonymous,
    mapped_kib: each?.Mapped,
    kernel_stack_kib: each?.KernelStack,
    page_tables_kib: each?.PageTables,
    kernel_charged_kib:
      entry.cgroup_median?.kmem === undefined ? undefined : entry.cgroup_median.kmem / 1024,
    slab_kib: each?.Slab,
    percpu_kib: each?.Percpu,
    machine_kib: machine.includes(undefined)
      ? undefined
      : machine.reduce<number>((sum, part) => sum + (part ?? 0), 0),
  };
}

/** Figures the recorder found to repeat within a few percent; slab and what it is part of, within a tenth or two. */
const BOUND = 0.1;
const SLAB_BOUND = 0.2;

/** A program that grows while it idles is judged at what it grew by. */
const GROWTH: Readonly<Record<string, number>> = { node: 6832 / 5224 - 1 };
const grows = /^(rss|pss|anonymous|pss_sum|rss_sum|machine)/;

function cases(entry: DensityRow): Case[] {
  const predicted = predictRow(entry);
  if (!predicted) return [];
  return Object.entries(measuredRow(entry)).flatMap(([metric, expected]) => {
    const value = predicted[metric];
    if (expected === undefined || typeof value !== 'number') return [];
    const bound = Math.max(
      /^(slab|percpu|machine)/.test(metric) ? SLAB_BOUND : BOUND,
      grows.test(metric) ? (GROWTH[entry.kind] ?? 0) : 0,
    );
    const compared = { id: predicted.id, metric, unit: 'KiB', expected, predicted: value };
    return [compareNumbers(compared, bound)];
  });
}

export const containerDensity: Suite = {
  id: 'container-density',
  title: 'Memory of N equal containers, an instance',
  repeatability: {
    system: 'Linux 6.18.44, runc 1.1.5',
    known: 'not known',
    note: 'each number of containers was started once; slab below 100 of them and free memory are noise, node grows while it idles.',
  },
  async predict(options) {
    return (await load(options)).flatMap((entry) => predictRow(entry) ?? []);
  },
  async validate(options) {
    const rows = await load(options);
    const compared = rows.flatMap(cases);
    const errors = compared.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
    const known = new Set(containerPrograms.map(({ id }) => id));
    const listed = rows
      .filter(({ kind, n }) => n > 0 && !known.has(kind.replace(HOST_NETWORK, '')))
      .map(({ kind, n }) => ({ id: `${kind}/${n}`, reason: 'a program nothing is known of' }));
    return {
      cases: compared,
      summary: {
        ...summarize(compared),
        medianError: errors.length > 0 ? median(errors) : null,
        listed,
      },
    };
  },
};
