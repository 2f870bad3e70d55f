import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../../test/support.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { runJob } from '../engines/run-job.ts';
import { hostById } from '../hosts/index.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { studies, studyById } from '../studies/index.ts';
import { blocks } from './blocks.ts';
import { dedup } from './dedup.ts';
import { io } from './io.ts';
import { migrate } from './migrate.ts';
import { price } from './price.ts';
import { translate } from './translate.ts';

/*
 * A single-shot command is its study with one case: the same input gives the same numbers.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-single-'));
  for (const name of ['guests', 'traces']) {
    cpSync(`${root}examples/${name}`, join(folder, name), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** The document a command prints. */
async function document(
  register: (program: Command) => void,
  ...args: string[]
  // biome-ignore lint/suspicious/noExplicitAny: each command has a document of its own
): Promise<any> {
  let printed = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync([...args, '--json'], { from: 'user' });
  vi.restoreAllMocks();
  return JSON.parse(printed);
}

/** Rows of one study for one VM, on clx unless the scenario says otherwise. */
async function rowsOf(study: string, vm: string, more = ''): Promise<[Row[], Scenario]> {
  const text = `
name: one
hosts: [clx]
techniques: [bare-metal, emulation, full, para, hardware-gen1, hardware, hardware-sriov, nested]
studies: [${study}]
vms:
  - name: vm
    ${vm.trim().replaceAll('\n', '\n    ')}
${more}`;
  const scenario = loadScenario(text, join(folder, 'one.yaml'), studies);
  const { jobs, record } = await prepareJobs(scenario, folder, 'x');
  const rows = (await Promise.all(jobs.map(runJob))).flat();
  return [rows, record.scenario];
}

const under = (rows: readonly Row[], technique: string): Row => {
  const found = rows.find((row) => row.technique === technique);
  if (!found) throw new Error(`no row under ${technique}`);
  return found;
};

const stream =
  'workload: { pattern: { kind: zipf, footprint: 32MiB, accesses: 40000 }, events: server }';

describe('translate', () => {
  const tlbCycles = (row: Row) => Number(row.tlb_cycles_per_access);

  it('of a trace: walks, references and cycles of steady, in both dimensions', async () => {
    const [rows] = await rowsOf('steady', 'workload: { trace: traces/chase.bin.gz }');
    for (const [mmu, technique] of [
      ['native', 'bare-metal'],
      ['nested', 'hardware'],
    ] as const) {
      const trace = join(folder, 'traces/chase.bin.gz');
      const { result } = await document(
        translate,
        ...['translate', '--trace', trace, '--host', 'clx', '--mmu', mmu],
      );
      const row = under(rows, technique);
      expect(row).toMatchObject({
        accesses: result.accesses,
        l1_misses: result.l1Misses,
        walks: result.walks,
        walk_refs: result.guestRefs + result.hostRefs,
      });
      expect(tlbCycles(row)).toBeCloseTo(result.cyclesPerAccess.total, 9);
    }
  });

  it('of a pattern with the warm-up of a study: the same', async () => {
    const [rows] = await rowsOf('steady', stream);
    const { result } = await document(
      translate,
      ...['translate', '--pattern', 'zipf', '--size', '32M', '--accesses', '40000'],
      ...['--warm-up', '20000', '--seed', '1', '--host', 'clx', '--mmu', 'nested'],
    );
    const row = under(rows, 'hardware');
    expect(row.walks).toBe(result.walks);
    expect(tlbCycles(row)).toBeCloseTo(result.cyclesPerAccess.total, 9);
  });
});

it('price: cycles of the events beyond bare metal are those of steady under every technique', async () => {
  const [rows, scenario] = await rowsOf('steady', stream);
  const { bills } = await document(price, ...['price', '--workload', 'server', '--host', 'clx']);
  const walked = /^(memory|tlb-miss):/;
  for (const row of rows) {
    const { terms } = studyById('steady').explain(row, { scenario, host: hostById });
    const events = (figure: string) =>
      terms
        .filter((term) => term.figure === figure && !walked.test(term.term))
        .reduce((sum, { value }) => sum + value, 0);
    const added = 1000 * (events('cycles') - events('base_cycles'));
    const bill = bills.find((one: { technique: string }) => one.technique === row.technique);
    expect(bill.total.value, String(row.technique)).toBeCloseTo(Math.max(0, added), 3);
  }
});

it('io: the path of a request is that of disks under every technique', async () => {
  const [rows] = await rowsOf('disks', `${stream}\ndisk: { used: 64MiB, size: 1GiB }`);
  const { techniques } = await document(io, 'io', '--host', 'clx');
  for (const row of rows) {
    const { path } = techniques.find(
      (one: { technique: string }) => one.technique === row.technique,
    );
    expect(path.value, String(row.technique)).toBeCloseTo(Number(row.path_us), 9);
    expect(path.high).toBeCloseTo(Number(row.path_us_high), 9);
  }
});

describe('dedup', () => {
  it('of images: what KSM gets out of them, when, is that of sharing', async () => {
    const vm = `${stream}\nmemory: 1MiB\ncontents: { image: [[guests/web-a.mem, guests/web-b.mem]] }`;
    const [rows] = await rowsOf('sharing', vm, 'sharing: { pagesToScan: 16 }');
    const images = ['guests/web-a.mem', 'guests/web-b.mem'].map((name) => join(folder, name));
    const { secondsToSettle, report, settled } = await document(
      dedup,
      ...['dedup', ...images, '--ksm', '--pages-to-scan', '16', '--workers', '1'],
    );
    const row = under(rows, 'hardware');
    const { profitBytes, savedBytes } = report.forecast.final;
    expect(savedBytes).toBe(4096 * (settled.pages_sharing + settled.ksm_zero_pages));
    expect(2 * Number(row.saved_bytes)).toBe(profitBytes);
    expect(Number(row.settle_s)).toBeCloseTo(secondsToSettle, 9);
  });

  it('of a recorded population that is still: the same', async () => {
    const config = {
      ...{ seed: 5, vms: 3, pages: 2000, zero24: 2 ** 21, shared24: 2 ** 22, dup24: 2 ** 20 },
      ...{ shared_pool: 100, dup_pool: 10, aligned: 0 },
    };
    const runs = [{ name: 'still', config, ops: [] }];
    const file = join(folder, 'still.json');
    writeFileSync(file, JSON.stringify({ kernel: '6.18', runs }));
    const memory = `memory: ${(2000 * 4096) / 1024}KiB`;
    const vm = `${stream}\n${memory}\ncontents: { population: { file: still.json } }`;
    const [rows] = await rowsOf('sharing', vm, 'sharing: { pagesToScan: 250, zeroPages: true }');
    const { secondsToSettle, report } = await document(
      dedup,
      ...['dedup', '--population', file, '--pages-to-scan', '250', '--use-zero-pages'],
    );
    const row = under(rows, 'hardware');
    expect(3 * Number(row.saved_bytes)).toBe(report.forecast.final.profitBytes);
    expect(Number(row.settle_s)).toBeCloseTo(secondsToSettle, 9);
  });
});

it('blocks replay: bytes, requests and latency of a trace are those of disks', async () => {
  const lines = [
    ...['["snap","a","one"]', '["write","a",0,65536,1]', '["read","a",4096,8192]'],
    ...['["write","a",131072,4096,2]', '["write","a",0,4096,3]', '["read","a",0,65536]'],
    ...['["snap","a","two"]', '["write","a",4096,4096,4]', '["write","a",200704,512,5]'],
  ];
  const trace = join(folder, 'own.ops');
  writeFileSync(trace, `${lines.join('\n')}\n`);
  for (const discipline of ['qcow2', 'sesparse']) {
    const disk = `disk: { trace: own.ops, size: 16MiB, used: 1MiB, discipline: ${discipline}, keep: 3 }`;
    const [rows] = await rowsOf('disks', `${stream}\n${disk}`, 'disks: { device: san, depth: 4 }');
    const { results } = await document(
      blocks,
      ...['blocks', 'replay', trace, '--size', '16M', '--prefill', '1M', '--keep', '3'],
      ...['--discipline', discipline, '--device', 'san', '--depth', '4'],
    );
    const [found] = results;
    const row = under(rows, 'hardware');
    const requests = found.guestReads + found.guestWrites;
    expect(found.snapshots).toBe(2);
    expect(row.amplification).toBe(found.totalWriteAmplification);
    expect(row.copied_bytes).toBe(found.copiedBytes / requests);
    expect(Number(row.space_bytes)).toBeCloseTo(found.spaceBytes, 6);
    const store = Number(row.latency_us) - Number(row.path_us) - Number(row.added_us);
    expect(store).toBeCloseTo(found.meanUs, 6);
  }
});

it('migrate: verdict, rounds, bytes and times are those of migration where logging takes nothing', async () => {
  const vm = `${stream}
memory: 1GiB
contents: { zero: 0, shared: 0, duplicate: 0, volatile: 0 }
writes: { pattern: uniform, workingSet: 64MiB, rate: 2000 }`;
  const [rows] = await rowsOf('migration', vm, 'migration: { link: 25Gb/s, downtime: 300ms }');
  const { verdict, prediction } = await document(
    migrate,
    ...['migrate', '--ram', '1G', '--pattern', 'uniform', '--working-set', '64M'],
    ...['--writes', '2000', '--link', '25', '--downtime-limit', '300', '--seed', '1'],
  );
  const row = under(rows, 'hardware');
  expect(Number(row.write_rate_share)).toBeGreaterThan(0.9995);
  const { totalS, blackoutMs, transferredBytes, rounds } = prediction;
  expect(row.verdict).toBe(verdict);
  expect(row.rounds).toBe(rounds.value);
  // The command replays several times what nobody knows beforehand, the study once, in the middle of it.
  for (const [column, interval] of [
    ['total_s', totalS],
    ['blackout_ms', blackoutMs],
    ['transferred_bytes', transferredBytes],
  ] as const) {
    expect(Number(row[column]), column).toBeGreaterThanOrEqual(interval.low);
    expect(Number(row[column]), column).toBeLessThanOrEqual(interval.high);
    expect(Number(row[column]) / interval.value, column).toBeCloseTo(1, 1);
  }
});
