import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledData } from '../bundled.ts';
import { containers } from './index.ts';

const shared = new URL('../../../../shared/data/containers/cfs-read.json', import.meta.url)
  .pathname;
const written = (document: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'virtcost-cfs-')), 'cfs.json');
  writeFileSync(path, JSON.stringify(document));
  return path;
};
const bundled = () => JSON.parse(readFileSync(bundledData('containers/cfs.json'), 'utf8'));

let validated: ReturnType<typeof containers.validate> | undefined;
const validate = () => {
  validated ??= containers.validate({});
  return validated;
};

describe('suite containers', () => {
  it('is within its targets for CPU, median latency and p99, and in the median for throttled time', async () => {
    const { summary } = await validate();
    const errors = summary.errors as {
      metric: string;
      name: string;
      error: number;
      target: number;
    }[];
    expect(errors.length).toBe(8);
    const missed = errors.filter(({ error, target }) => error > target);
    // The worst tenth of throttled times: the recordings differ among themselves by more.
    expect(missed.map(({ metric, name }) => `${metric} ${name}`)).toEqual(['throttled_share p90']);
  });

  it('is as far off for throttled time as a prediction right about the kernel would be', async () => {
    const { cases, summary } = await validate();
    const errors = summary.errors as { metric: string; name: string; error: number }[];
    const exact = summary.ifExact as { name: string; low: number; middle: number; high: number }[];
    expect(exact.map(({ name }) => name)).toEqual(['median', 'p90']);
    for (const { name, low, middle, high } of exact) {
      const found = errors.find((one) => one.metric === 'throttled_share' && one.name === name);
      expect(low).toBeLessThan(middle);
      expect(middle).toBeLessThan(high);
      expect(found?.error).toBeGreaterThan(low * 0.5);
      expect(found?.error).toBeLessThan(high);
    }
    const failed = cases.filter(({ pass }) => !pass).map(({ id, metric }) => `${id} ${metric}`);
    expect(failed).toEqual(['mix16 throttled_share', 'clock01 latency_p99_us']);
  });

  it('predicts the same from records without anything measured but the CPU time of a request', async () => {
    const stripped = Object.fromEntries(
      Object.entries(bundled() as Record<string, { config: unknown; runs: object[] }>).map(
        ([id, { config, runs }]) => [
          id,
          {
            config,
            runs: runs.map((run) => ({
              cpu_per_request_us: (run as { cpu_per_request_us: number }).cpu_per_request_us,
            })),
          },
        ],
      ),
    );
    expect(await containers.predict({ data: written(stripped) })).toEqual(
      await containers.predict({}),
    );
  });

  it.skipIf(!existsSync(shared))(
    'predicts programs that read their clock: medians within 5 and 10 %',
    async () => {
      const { summary } = await containers.validate({ data: shared });
      const errors = summary.errors as { metric: string; name: string; error: number }[];
      for (const { metric, name, error } of errors) {
        if (name === 'median')
          expect(error, metric).toBeLessThan(metric === 'latency_p99_us' ? 0.1 : 0.05);
      }
    },
  );

  it('refuses what is no recording, with the record and what was expected', async () => {
    for (const [document, message] of [
      [[], /expected an object of recordings by id/],
      [{}, /expected 1 to 2000 recordings, found 0/],
      [
        { a: { config: { id: 'a' } } },
        /a recording \{config, runs\} at "a", found config\.period_ms/,
      ],
      [
        {
          a: {
            config: {
              id: 'a',
              period_ms: 100,
              quota_pct: 50,
              threads: 1,
              demand_ms: 10,
              mode: 'open',
              param: 0,
              seconds: 3,
              seed: 1,
            },
          },
        },
        /arrivals above 0 a second/,
      ],
    ] as const) {
      await expect(containers.predict({ data: written(document) })).rejects.toThrow(message);
    }
  });
});
