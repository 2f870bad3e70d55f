import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostById } from '../hosts/index.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import type { Vm } from '../scenario/vm.ts';
import { techniques } from '../techniques/compositions.ts';
import type { Row } from './column.ts';
import { parts } from './density/bill.ts';
import { studies, studyById } from './index.ts';
import { withoutFiles } from './inputs.fixture.ts';

const all = techniques.map(({ id }) => id);
const workload = {
  pattern: { kind: 'gups', footprint: '8MiB', accesses: 1000 },
  events: 'server',
};

interface Given {
  vm?: Record<string, unknown>;
  hosts?: string[];
  pages?: string[];
  settings?: Record<string, unknown>;
  only?: string[];
}

/** Rows of the studies that are asked, as a sweep makes them. */
async function ask({ vm = {}, hosts = ['srv'], pages, settings = {}, only }: Given) {
  const scenario = scenarioSchema(studies).parse({
    ...{ name: 'property', hosts, techniques: all, ...settings },
    ...(pages ? { pages } : {}),
    ...(only ? { studies: only } : {}),
    vms: [{ name: 'vm', memory: '256MiB', disk: { used: '32MiB' }, workload, ...vm }],
  });
  const rows: Record<string, Row[]> = {};
  for (const id of scenario.studies) {
    const study = studyById(id);
    if (study.derive) {
      rows[id] = study.derive(scenario, rows, hostById);
      continue;
    }
    const placed: Row[] = [];
    for (const task of study.expand(scenario)) {
      const found = await study.run(task, withoutFiles);
      task.cases.forEach((position, i) => {
        placed[position] = found[i]!;
      });
    }
    rows[id] = placed;
  }
  return rows;
}

const values = (rows: readonly Row[], column: string) => rows.map((row) => row[column]);
const runs = { numRuns: 8 };

/** Cell by cell, what does not exist in either left out, the later is no less than the earlier. */
function neverLess(less: readonly Row[], more: readonly Row[], column: string) {
  expect(more).toHaveLength(less.length);
  less.forEach((row, i) => {
    const [a, b] = [row[column], more[i]![column]];
    if (a === null || b === null) return;
    const slack = 1e-9 * (1 + Math.abs(Number(a)));
    expect(Number(b), `${column} of ${row.technique}`).toBeGreaterThanOrEqual(Number(a) - slack);
  });
}

describe('a term that is switched off contributes nothing', () => {
  it('no writes: logging takes nothing from the guest', async () => {
    const { migration } = await ask({ vm: { writes: { rate: 0 } }, only: ['migration'] });
    for (const row of migration!) {
      if (row.verdict === 'cannot') continue;
      expect(row.verdict).toBe('completes');
      if (row.technique === 'para') continue;
      expect(row.slowdown_ratio, String(row.technique)).toBe(0);
    }
  });

  it('no migrations in a month, no scanner, no requests: none of them is in the bill', async () => {
    const { density } = await ask({
      vm: { count: 4, disk: { used: '32MiB', rate: 0 } },
      settings: { migration: { perMonth: 0 }, sharing: { enabled: false } },
    });
    for (const part of ['migration', 'sharing', 'snapshots']) {
      expect(new Set(values(density!, `${part}_cpus`)), part).toEqual(new Set([0]));
    }
  });

  it('no snapshots kept: what they add is what the map alone adds', async () => {
    const { disks } = await ask({ vm: { disk: { used: '32MiB', keep: 0 } }, only: ['disks'] });
    for (const row of disks!) expect(row.added_us).toBe(row.plain_added_us);
  });

  it('nothing alike in memory, one machine: sharing gives nothing back and breaks nothing', async () => {
    const contents = { zero: 0, shared: 0.3, duplicate: 0, volatile: 0.1 };
    const { sharing } = await ask({ vm: { contents, count: 1 }, only: ['sharing'] });
    for (const row of sharing!) {
      expect(Number(row.saved_bytes)).toBeLessThanOrEqual(0);
      expect(row.break_ratio).toBe(0);
    }
  });

  it('host pages of 4K: no large mapping is split and none is lost', async () => {
    const { migration, sharing } = await ask({ vm: { count: 4 }, pages: ['4K/4K'] });
    expect(
      values(migration!, 'splits_per_s').filter((value) => value !== null && value !== 0),
    ).toEqual([]);
    expect(new Set(values(sharing!, 'huge_lost_ratio'))).toEqual(new Set([0]));
  });
});

describe('more of a cause never costs less', () => {
  it('exits: what they evict costs something, emptied TLBs more, and no damage nothing', async () => {
    const at = async (exitDamage: string) =>
      (await ask({ settings: { steady: { exitDamage } }, only: ['steady'] })).steady!;
    const [none, pollution, flush] = [await at('none'), await at('pollution'), await at('flush')];
    neverLess(none, pollution, 'overhead_ratio');
    neverLess(pollution, flush, 'overhead_ratio');
    for (const row of none) {
      expect([row.exits, row.exit_translation_cycles, row.exit_data_cycles]).toEqual([0, 0, 0]);
    }
    const of = (rows: readonly Row[], technique: string) =>
      rows.find((row) => row.technique === technique)!;
    // A monitor in the guest's own context, and none at all, switch nothing.
    for (const technique of ['bare-metal', 'container', 'sandbox', 'emulation', 'full']) {
      expect(of(flush, technique).overhead_ratio).toBe(of(none, technique).overhead_ratio);
    }
    const { exit_translation_cycles: emptied } = of(flush, 'hardware');
    expect(Number(emptied)).toBeGreaterThan(
      Number(of(pollution, 'hardware').exit_translation_cycles),
    );
  });

  it('a smaller cache of tables: no fewer reads are added, and a large one adds none', async () => {
    const at = async (tableCache?: string) =>
      (
        await ask({
          vm: { disk: { used: '8GiB', pattern: 'rand' } },
          settings: { disks: tableCache ? { tableCache } : {} },
          only: ['disks'],
        })
      ).disks!;
    const [all, large, half, small] = [
      await at(),
      await at('2MiB'),
      await at('512KiB'),
      await at('64KiB'),
    ];
    expect(values(large, 'reads_added')).toEqual(values(all, 'reads_added'));
    for (const column of ['reads_added', 'added_us', 'latency_us']) {
      neverLess(large, half, column);
      neverLess(half, small, column);
    }
    const reads = (rows: readonly Row[]) =>
      Number(rows.find((row) => row.technique === 'hardware')!.reads_added);
    expect(reads(small)).toBeGreaterThan(reads(half) + 0.3);
  });

  it('a cache on the host: a mode that waits for more costs no less, where a monitor has one', async () => {
    const at = async (cache?: string, flushes?: number) =>
      (
        await ask({
          vm: { disk: { used: '32MiB', flushes } },
          settings: { disks: cache ? { cache } : {} },
          only: ['disks'],
        })
      ).disks!;
    const plain = await at();
    const withSetting = await at('directsync');
    expect(withSetting).toEqual(plain);
    expect(await at('none')).toEqual(plain);
    const unsafe = await at('unsafe');
    const some = await at('writeback', 0.3);
    const through = await at('writethrough');
    for (const column of ['flushes_added', 'added_us', 'cpus', 'latency_us']) {
      neverLess(unsafe, some, column);
      neverLess(some, through, column);
      neverLess(await at('none', 0.3), some, column);
      neverLess(plain, through, column);
    }
    const of = (rows: readonly Row[], technique: string) =>
      rows.find((row) => row.technique === technique)!;
    for (const technique of ['bare-metal', 'container', 'para', 'hardware-sriov']) {
      expect(of(unsafe, technique)).toEqual(of(plain, technique));
    }
    expect(of(some, 'hardware').cache_copied_bytes).toBe(4096);
    expect(Number(of(some, 'hardware').flushes_added)).toBeCloseTo(
      0.3 * Number(of(plain, 'hardware').flushes_added),
    );
  });

  it('writes that were seen are told as the stream they were fitted by; stated ones are not', async () => {
    const scenario = scenarioSchema(studies).parse({
      ...{ name: 'fit', hosts: ['srv'], techniques: all, studies: ['migration'] },
      vms: [{ name: 'vm', memory: '256MiB', workload }],
    });
    const { expand, run, explain } = studyById('migration');
    const [task] = expand(scenario);
    const readings = [1, 2, 4, 8].map((seconds) => ({
      ...{ seconds, sd: 20 },
      pages: Math.round(-4000 * Math.expm1((-1500 * seconds) / 4000)),
    }));
    const data = task!.data as { vm: Vm };
    const writes = { ...(data.vm.writes as object), readings };
    const seen = { ...task!, data: { ...data, vm: { ...data.vm, writes } } };
    const context = { scenario, host: hostById };
    for (const row of await run(seen, withoutFiles)) {
      const { fitted_pages: pages, fitted_writes_per_s: rate } = row as Row;
      expect(Math.abs(Number(pages) / 4000 - 1)).toBeLessThan(0.05);
      expect(Math.abs(Number(rate) / 1500 - 1)).toBeLessThan(0.05);
      const { terms } = explain({ ...row, case_id: '' } as Row, context);
      const told = terms.find(({ figure }) => figure === 'fitted_writes_per_s');
      const moves = row.verdict !== 'cannot' && row.mechanism !== 'checkpoint';
      expect(told?.value).toBe(moves ? rate : undefined);
      if (told) expect([told.low <= told.value, told.value <= told.high]).toEqual([true, true]);
    }
    for (const row of await run(task!, withoutFiles)) expect(row.fitted_pages).toBeNull();
  });

  it('packets a second: each one is one more device request, on bare metal too', async () => {
    const at = async (packets: number) =>
      (await ask({ vm: { network: { packets } }, only: ['steady'] })).steady!;
    const [none, some, twice] = [await at(0), await at(20_000), await at(40_000)];
    neverLess(none, some, 'device_io_cycles');
    neverLess(some, twice, 'device_io_cycles');
    const cycles = (rows: readonly Row[]) =>
      Number(rows.find((row) => row.technique === 'hardware-gen1')!.cycles);
    expect(cycles(twice) - cycles(some)).toBeCloseTo(cycles(some) - cycles(none), 6);
    expect(cycles(some)).toBeGreaterThan(cycles(none));
  });

  it('writes: the guest is slowed at least as much, per first write and in total', async () => {
    const rate = fc.integer({ min: 100, max: 20_000 });
    await fc.assert(
      fc.asyncProperty(rate, fc.integer({ min: 2, max: 8 }), async (base, factor) => {
        const at = async (writes: number) => {
          const vm = { writes: { pattern: 'uniform', workingSet: '128MiB', rate: writes } };
          return (await ask({ vm, only: ['migration'] })).migration!;
        };
        // Shadow paging that is turned on rebuilds its tables once a round: longer rounds may need fewer.
        const logged = (rows: readonly Row[]) => rows.filter((row) => row.technique !== 'para');
        neverLess(logged(await at(base)), logged(await at(base * factor)), 'slowdown_ratio');
      }),
      runs,
    );
  });

  it('migrations in a month, requests a second, load: each adds to its part', async () => {
    const few = await ask({ settings: { migration: { perMonth: 1 } }, vm: { load: 0.2 } });
    const many = await ask({ settings: { migration: { perMonth: 9 } }, vm: { load: 0.6 } });
    neverLess(few.density!, many.density!, 'migration_cpus');
    neverLess(few.density!, many.density!, 'total_cpus');
    neverLess(many.density!, few.density!, 'vms_per_host');
  });

  it('machines together: no less memory comes back', async () => {
    const contents = { zero: 0.1, shared: 0.3, duplicate: 0.05, volatile: 0.1 };
    const at = async (count: number) =>
      (await ask({ vm: { contents, count }, only: ['sharing'] })).sharing!;
    neverLess(await at(1), await at(2), 'saved_bytes');
    neverLess(await at(2), await at(6), 'saved_bytes');
  });

  it('memory: what stands beside a VM grows with it, and vCPUs never shrink it', async () => {
    const at = async (vm: Record<string, unknown>) =>
      (await ask({ vm, only: ['density'] })).density!;
    neverLess(await at({ memory: '1GiB' }), await at({ memory: '8GiB' }), 'overhead_bytes');
    neverLess(await at({ vcpus: 1 }), await at({ vcpus: 8 }), 'overhead_bytes');
  });
});

describe('a bill', () => {
  it('adds up: its parts and the guest itself are its total, at both ends of the interval', async () => {
    const share = fc.double({ min: 0.05, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(share, fc.integer({ min: 1, max: 8 }), async (load, vcpus) => {
        const { density } = await ask({ vm: { load, vcpus, count: 3 }, pages: ['4K/4K', '4K/2M'] });
        for (const row of density!) {
          for (const end of ['', '_low', '_high']) {
            const sum = parts.reduce(
              (total, part) => total + Number(row[`${part}_cpus${end}`]),
              Number(row.base_cpus),
            );
            expect(Number(row[`total_cpus${end}`])).toBeCloseTo(sum, 9);
          }
          expect(Number(row.memory_bytes)).toBeCloseTo(
            Number(row.guest_bytes) + Number(row.overhead_bytes) - Number(row.shared_bytes),
            3,
          );
        }
      }),
      runs,
    );
  });

  it('is made for every combination of settings, each with the rows of its own settings', async () => {
    const rows = await ask({
      vm: { count: 3 },
      settings: {
        migration: { perMonth: [1, 100] },
        sharing: { pagesToScan: [100, 5000] },
        density: { cpuUse: [0.5, 1] },
      },
      only: ['migration', 'sharing', 'density'],
    });
    const { density } = rows;
    expect(density).toHaveLength(8 * all.length);
    const hardware = density!.filter((row) => row.technique === 'hardware');
    expect(new Set(values(hardware, 'settings')).size).toBe(8);
    for (const row of hardware) {
      const scanned = rows.sharing!.find(
        (one) => one.technique === 'hardware' && one.settings === row.sharing_settings,
      )!;
      expect(row.shared_bytes).toBe(Math.max(0, Number(scanned.saved_bytes)));
      const often = row.migration_settings === 'perMonth 100';
      const rare = hardware.find(
        (one) =>
          one.migration_settings === 'perMonth 1' &&
          one.sharing_settings === row.sharing_settings &&
          one.density_settings === row.density_settings,
      )!;
      const factor = Number(row.migration_cpus) / Number(rare.migration_cpus);
      expect(factor).toBeCloseTo(often ? 100 : 1, 6);
      const sum = Number(row.base_cpus) + Number(row.migration_cpus) + Number(row.sharing_cpus);
      expect(Number(row.total_cpus)).toBeCloseTo(sum, 9);
    }
    const figure = studyById('density')
      .figures(density!)
      .find(({ id }) => id === 'density-settings');
    expect(figure!.rows.length).toBeGreaterThan(0);
  });

  it('ranks only what offers what the VM needs, and every technique where it needs nothing', async () => {
    const strict = (await ask({ only: ['steady', 'migration', 'disks', 'density'] })).density!;
    for (const row of strict)
      expect(row.rank === null).toBe(row.lacks !== '' || row.price === null);
    expect(strict.find((row) => row.technique === 'container')!.lacks).toContain('own-kernel');
    expect(strict.find((row) => row.technique === 'hardware-sriov')!.lacks).toBe(
      'live-migration,snapshots',
    );
    const open = (await ask({ vm: { needs: [] } })).density!;
    expect(open.every((row) => row.lacks === '')).toBe(true);
  });

  it('VFIO v2 lets a passed-through device move, with its own pause', async () => {
    const moved = await ask({ settings: { migration: { vfio: 'v2' } }, only: ['migration'] });
    const of = (technique: string) => moved.migration!.find((row) => row.technique === technique)!;
    expect(of('hardware-sriov').verdict).toBe('completes');
    expect(
      Number(of('hardware-sriov').blackout_ms) - Number(of('hardware').blackout_ms),
    ).toBeCloseTo(1175, 0);
  });
});
