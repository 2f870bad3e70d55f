import { z } from 'zod';
import { badInput, printable } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { addSample, amountOf, type LoadReader } from './reader.ts';

const MAX_BYTES = 512 * 2 ** 20;

const answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

type Result = z.output<typeof answer>['data']['result'][number];

const COUNTER = /cpu_time(_seconds)?_total$/;
const MEMORY = /mem(ory)?/;
const labels = ['domain', 'domain_name', 'vm', 'name'] as const;

/** Means between samples of a counter of CPU seconds; a counter that starts again tells nothing of that interval. */
function rates(values: readonly (readonly [number, number])[]): [number, number][] {
  return values.slice(1).flatMap(([time, value], i): [number, number][] => {
    const [before, last] = values[i] ?? [time, value];
    return time > before && value >= last ? [[time, (value - last) / (time - before)]] : [];
  });
}

function pointsOf({ metric, values }: Result, at: { file: string }): [number, number][] {
  const name = metric.__name__ ?? '';
  const points = values.flatMap(([time, text]): [number, number][] => {
    const value = amountOf(text, name || 'a value', at);
    return value === undefined ? [] : [[time, value]];
  });
  return COUNTER.test(name) ? rates(points) : points;
}

/**
 * An answer of Prometheus' query_range over a libvirt exporter: a series a domain, cores busy (a rate of CPU seconds, or
 * the counter itself), or bytes of memory where the metric's name says so.
 */
export const prometheusMatrix: LoadReader = {
  id: 'prometheus-matrix',
  title: 'Prometheus query_range over a libvirt exporter',
  make: "curl -s 'http://HOST:9090/api/v1/query_range?query=libvirt_domain_info_cpu_time_seconds_total&start=…&end=…&step=300' > FILE.json",
  sniff: (_name, head) => /^\s*\{\s*"status"\s*:\s*"success"/.test(head) && /"matrix"/.test(head),
  async read(path, into) {
    const parsed = answer.safeParse(await readJson(path, MAX_BYTES));
    if (!parsed.success)
      throw badInput({
        file: path,
        expected: 'an answer of query_range: status success, data.resultType matrix',
        found: printable(parsed.error.issues[0]?.path.join('.') ?? 'another form', 120),
      });
    into.use({ cpuUnit: 'cores', memoryUnit: 'mib' });
    for (const result of parsed.data.data.result) {
      const label = labels.find((each) => result.metric[each] !== undefined);
      if (label === undefined)
        throw badInput({
          file: path,
          expected: `a label ${labels.join(' or ')} in every series`,
          found: printable(Object.keys(result.metric).join(', ') || 'none', 120),
        });
      const memory = MEMORY.test(result.metric.__name__ ?? '');
      for (const [timeS, value] of pointsOf(result, { file: path })) {
        const sample = memory ? { memory: value / 2 ** 20 } : { cpu: value };
        addSample(into, result.metric[label] ?? '', { timeS, ...sample }, { file: path });
      }
    }
  },
};
