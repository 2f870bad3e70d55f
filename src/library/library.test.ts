import { describe, expect, expectTypeOf, it } from 'vitest';
import { root, virtcost } from '../../test/support.ts';
import {
  type PlanQuestion,
  plan,
  predictMigration,
  price,
  replayBlocks,
  runScenario,
  sharePages,
  translate,
  UserError,
} from './index.ts';

/** The document `virtcost ARGS --json` prints. */
// biome-ignore lint/suspicious/noExplicitAny: each command has a document of its own
const cli = async (...args: string[]): Promise<any> =>
  JSON.parse((await virtcost([...args, '--json'])).stdout);

describe('the library gives the numbers of the command line', () => {
  it('translate', async () => {
    const pattern = { pattern: 'zipf', bytes: 2 ** 25, seed: 3 };
    const result = translate({ accesses: { pattern, count: 50_000 }, host: 'clx', hostPage: '2M' });
    const { result: told } = await cli(
      ...['translate', '--pattern', 'zipf', '--size', '32MiB', '--accesses', '50000'],
      ...['--seed', '3', '--host', 'clx', '--mmu', 'nested', '--host-page', '2M'],
    );
    expect(JSON.parse(JSON.stringify(result))).toEqual(told);
    expectTypeOf(result.walks).toEqualTypeOf<number>();
  });

  it('predictMigration', async () => {
    const prediction = predictMigration({
      memoryBytes: 2 ** 30,
      writes: { pattern: 'uniform', workingSetBytes: 2 ** 26, perSecond: 2000 },
      linkBytesPerS: 25e9 / 8,
    });
    const { prediction: told } = await cli(
      ...['migrate', '--ram', '1G', '--pattern', 'uniform', '--working-set', '64M'],
      ...['--writes', '2000', '--link', '25'],
    );
    expect(prediction.verdict).toBe('completes');
    expect(prediction.totalS).toEqual(told.totalS);
    expect(prediction.rounds).toEqual(told.rounds);
    expectTypeOf(prediction.verdict).toEqualTypeOf<'completes' | 'never' | 'too-close'>();
  });

  it('price', async () => {
    const [bill] = price({ events: { 'page-fault': 1000, syscall: 5000 }, techniques: ['full'] });
    const { bills } = await cli('price', '--rates', 'page-fault=1000,syscall=5000');
    const told = bills.find(({ technique }: { technique: string }) => technique === 'full');
    expect(JSON.parse(JSON.stringify(bill))).toEqual(told);
    const mixed = price({ events: 'server', host: 'clx' });
    expect(JSON.parse(JSON.stringify(mixed))).toEqual(
      (await cli('price', '--workload', 'server', '--host', 'clx')).bills,
    );
    expectTypeOf(price).returns.items.toHaveProperty('cpuShare');
  });

  it('replayBlocks', async () => {
    const operations = {
      ...{ pattern: 'rand' as const, readShare: 0.5, blockSize: 4096 },
      ...{ span: 2 ** 24, requests: 2000, seed: 1 },
    };
    const [replayed] = replayBlocks({ operations, sizeBytes: 2 ** 26, snapshotEvery: 500 });
    const { results } = await cli(
      ...['blocks', 'replay', '--job', 'rand', '--reads', '0.5', '--span', '16M'],
      ...['--requests', '2000', '--size', '64M', '--snapshot-every', '500'],
      ...['--discipline', 'qcow2'],
    );
    expect(replayed?.totalWriteAmplification).toBe(results[0].totalWriteAmplification);
    expect(replayed?.account.copiedBytes).toBe(results[0].copiedBytes);
    expectTypeOf(replayed?.snapshots).toEqualTypeOf<number | undefined>();
  });
});

describe('sharePages', () => {
  const page = (value: number) => new Uint8Array(4096).fill(value);
  const image = (...values: number[]) => {
    const bytes = new Uint8Array(4096 * values.length);
    for (const [i, value] of values.entries()) bytes.set(page(value), 4096 * i);
    return bytes;
  };

  it('counts contents by hand: 0 0 7 7 8 and 0 7 9', () => {
    const shared = sharePages([image(0, 0, 7, 7, 8), image(0, 7, 9)]);
    // Kept: a zero page, 7, 8 and 9 of eight pages; KSM keeps the zero page as a content of its own.
    expect(shared).toEqual({
      ...{ pages: 8, zeroPages: 3, contents: 3, uniquePages: 2, savedBytes: 4 * 4096 },
      ksm: { pages_shared: 2, pages_sharing: 4, pages_unshared: 2, ksm_zero_pages: 0 },
    });
    expectTypeOf(shared.savedBytes).toEqualTypeOf<number>();
  });

  it('is what dedup says of images on disk', async () => {
    const { readFileSync } = await import('node:fs');
    const paths = ['web-a.mem', 'web-b.mem'].map((name) => `${root}examples/guests/${name}`);
    const shared = sharePages(paths.map((path) => readFileSync(path)));
    const told = await cli('dedup', ...paths, '--ksm');
    expect(shared.savedBytes).toBe(told.upperBoundBytes);
    expect(shared.ksm).toEqual(told.settled);
  });

  it('refuses images without a page', () => {
    expect(() => sharePages([new Uint8Array(100)])).toThrow(UserError);
  });
});

describe('plan', () => {
  const inventory = {
    hosts: ['a', 'b', 'c'].map((name) => ({ name, cores: 8, memoryMib: 65_536 })),
    vms: Array.from({ length: 10 }, (_, i) => ({ name: `vm${i}`, vcpus: 4, memoryMib: 8192 })),
  };

  it('by hand: 40 vCPUs at 4 per core fit on 2 of 3 hosts of 8 cores, at 2 per core not', () => {
    const asked: PlanQuestion = { inventory, settings: { overhead: false } };
    expect(plan(asked)).toMatchObject({ fits: true, survives: true });
    const tight = plan({ inventory, settings: { overhead: false, cpuRatio: 2 } });
    expect(tight).toMatchObject({ fits: true, survives: false });
    expect(tight.clusters[0]?.placedAfterFailure).toBe(8);
    expectTypeOf(tight.clusters).items.toHaveProperty('binding');
  });
});

describe('runScenario', () => {
  const scenario = {
    name: 'small',
    hosts: ['clx'],
    techniques: ['bare-metal', 'hardware'],
    vms: [
      {
        name: 'vm',
        memory: '1GiB',
        workload: {
          pattern: { kind: 'zipf', footprint: '16MiB', accesses: 20_000 },
          events: 'server',
        },
      },
    ],
  };

  it('takes an object or its YAML and answers every study', async () => {
    const { rows, scenario: read } = await runScenario(scenario);
    expect(Object.keys(rows)).toEqual(['steady', 'migration', 'sharing', 'disks', 'density']);
    expect(rows.density).toHaveLength(2);
    expect(read.seed).toBe(1);
    const again = await runScenario(JSON.stringify(scenario));
    expect(again.rows).toEqual(rows);
  });

  it('names what is wrong, and what only virtcost/node can do', async () => {
    await expect(runScenario({ ...scenario, hosts: ['no-host'] })).rejects.toThrow(/hosts/);
    const traced = {
      ...scenario,
      vms: [{ name: 'vm', workload: { trace: 'a.bin', events: 'server' } }],
    };
    await expect(runScenario(traced)).rejects.toThrow(/virtcost\/node/);
  });
});
