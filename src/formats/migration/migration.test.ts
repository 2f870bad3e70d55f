import { describe, expect, it } from 'vitest';
import { readMigrationInput } from './index.ts';
import { mergeInputs } from './merge.ts';

const qmp = [
  { QMP: { version: {} } },
  { return: [{ capability: 'auto-converge', state: true }] },
  { return: { 'max-bandwidth': 33_554_432, 'downtime-limit': 250, 'cpu-throttle-initial': 30 } },
  { event: 'MIGRATION_PASS', data: { pass: 2 } },
  { return: { status: 'measured', 'calc-time': 2, 'dirty-rate': 14, 'sample-pages': 4096 } },
  {
    return: {
      status: 'active',
      'total-time': 1500,
      ram: { transferred: 5e7, remaining: 8e7, total: 134_750_208, 'dirty-sync-count': 1 },
    },
  },
];
const lines = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

const jobInfo = `Job type:         Unbounded
Operation:        Outgoing migration
Time elapsed:     2345         ms
Data processed:   1.234 GiB
Memory processed: 1.234 GiB
Memory remaining: 300.000 MiB
Memory total:     4.016 GiB
Memory bandwidth: 110.000 MiB/s
Dirty rate:       3021         pages/s
Iteration:        3
Constant pages:   500000
Normal pages:     320000
`;

const domstats = `Domain: 'web'
  dirtyrate.calc_status=2
  dirtyrate.calc_start_time=1348
  dirtyrate.calc_period=1
  dirtyrate.megabytes_per_second=12
  balloon.maximum=4194304
`;

const policy = `apiVersion: migrations.kubevirt.io/v1alpha1
kind: MigrationPolicy
metadata: {name: one}
spec:
  allowAutoConverge: true
  bandwidthPerMigration: 64Mi
  completionTimeoutPerGiB: 120
  selectors: {}
`;

describe('readers of migration state', () => {
  it('take settings, readings and progress from a QMP log and pass over events', () => {
    const input = mergeInputs([readMigrationInput(lines(qmp), 'log')])!;
    expect(input.settings).toMatchObject({
      maxBandwidth: 33_554_432,
      downtimeLimitMs: 250,
      autoConverge: { initialPct: 30 },
    });
    expect(input.readings).toEqual([{ calcTimeS: 2, mibPerS: 14, samplePages: 4096 }]);
    expect(input.samples[0]).toMatchObject({ seconds: 1.5, remainingBytes: 8e7, syncs: 1 });
    expect(input.ramBytes).toBe(134_750_208);
  });

  it('take progress from virsh domjobinfo', () => {
    const input = readMigrationInput(jobInfo + jobInfo.replace('2345', '3345'), 'job');
    expect(input.samples).toHaveLength(2);
    expect(input.samples[1]).toMatchObject({ seconds: 3.345, syncs: 3, pagesSent: 820_000 });
    expect(input.samples[0]!.remainingBytes).toBe(300 * 2 ** 20);
  });

  it('take a dirty-rate reading from virsh domstats', () => {
    const input = readMigrationInput(domstats, 'stats');
    expect(input.readings).toEqual([{ calcTimeS: 1, mibPerS: 12, samplePages: 512 }]);
    expect(input.ramBytes).toBe(4 * 2 ** 30);
  });

  it('take limits from KubeVirt policies and from the cluster object', () => {
    const one = readMigrationInput(policy, 'policy');
    expect(one.settings).toMatchObject({ maxBandwidth: 2 ** 26, autoConverge: { initialPct: 20 } });
    expect(one.timeoutPerGiBS).toBe(120);
    const cluster = readMigrationInput(
      'kind: KubeVirt\nspec:\n  configuration:\n    migrations:\n      parallelMigrationsPerCluster: 5\n      parallelOutboundMigrationsPerNode: 2\n',
      'cluster',
    );
    expect(cluster).toMatchObject({ perCluster: 5, perHost: 2 });
  });

  it('take counts of dirty pages per window', () => {
    const input = readMigrationInput('window_s,dirty_pages\n1,2000\n5,7000\n', 'pages.csv');
    expect(input.unique.map(({ seconds, pages }) => [seconds, pages])).toEqual([
      [1, 2000],
      [5, 7000],
    ]);
  });

  const progress = (ram: object, time = 1) => lines([{ return: { 'total-time': time, ram } }]);
  const ram = { transferred: 1, remaining: 1, total: 4096 };
  const wrong: [string, string, RegExp][] = [
    ['nothing', '', /an empty file/],
    ['prose', 'hello there', /none of them/],
    ['truncated JSON', '{"return": {"status": "act', /JSON answers of QMP/],
    ['a truncated line', `${lines(qmp)}\n{"return"`, /line|log:7/],
    ['an error of QEMU', '{"error": {"desc": "no such thing"}}', /its error "no such thing"/],
    ['none of the answers', '{"return": {"name": "x"}}', /none of their answers/],
    ['a negative remainder', progress({ ...ram, remaining: -1 }), /remaining/],
    ['more left than there is', progress({ ...ram, remaining: 2 ** 40 }), /larger than total/],
    ['2^63 bytes', progress({ ...ram, total: 2 ** 63 }), /total/],
    ['no memory', progress({ ...ram, remaining: 0, total: 0 }), /a total of 0 bytes/],
    ['time running back', `${progress(ram, 9)}\n${progress(ram, 3)}`, /order they were taken/],
    ['absurd parameters', '{"return": {"downtime-limit": -3}}', /downtime-limit/],
    ['a cut domjobinfo', jobInfo.slice(0, 120), /may be cut off/],
    ['domstats without a reading', "Domain: 'x'\n  balloon.maximum=1\n", /no finished dirty-rate/],
    ['two domains', domstats + domstats.replace('web', 'db'), /2 domains/],
    ['a negative window', 'window_s,dirty_pages\n-1,5\n', /SECONDS,PAGES/],
    ['a window without pages', 'window_s,dirty_pages\n1\n', /SECONDS,PAGES/],
    ['broken YAML', 'kind: KubeVirt\nspec: {a: [', /YAML/],
    ['another object', 'kind: Pod\nspec: {}\n', /MigrationPolicy/],
    ['a strange quantity', policy.replace('64Mi', '64 bananas'), /no quantity/],
  ];
  it.each(wrong)('refuse %s with one message', (_name, text, message) => {
    expect(() => readMigrationInput(text, 'log')).toThrow(message);
  });
});
