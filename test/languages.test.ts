import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerCommands } from '../src/commands/index.ts';
import { chooseLanguage, language } from '../src/terminal/language.ts';
import { englishWords, leftInEnglish, leftInEnglishOfMarkdown } from './latin-words.ts';

const root = new URL('../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'virtcost-languages-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  chooseLanguage('en');
});

/** What one call prints on standard output. */
async function printed(...words: string[]): Promise<string> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  const own = words.map((word) => (word === OUT ? mkdtempSync(join(folder, 'run-')) : word));
  await program.parseAsync(own, { from: 'user' });
  vi.restoreAllMocks();
  process.exitCode = 0;
  return out;
}

interface Answer {
  sentence: string;
  message: { key: string; values?: Record<string, unknown> };
  figures: { id: string; title: string; rows: unknown[]; spec?: unknown }[];
}

const numbersOf = (text: string) => text.match(/\d+(?:[.,]\d+)*/g) ?? [];

/** A scenario of one VM and all studies. */
const tiny = join(folder, 'tiny.yaml');
writeFileSync(
  tiny,
  `name: tiny
hosts: [srv]
techniques: [bare-metal, para, hardware]
vms:
  - name: small
    memory: 256MiB
    workload: {pattern: {kind: gups, footprint: 16MiB, accesses: 2000}, events: server}
`,
);

/** A PlanetLab day of four machines. */
const day = join(folder, 'day');
mkdirSync(day);
for (let i = 0; i < 4; i++) writeFileSync(join(day, `vm${i}`), `${5 + 20 * i}\n`.repeat(288));

/** Exits of a guest as `perf kvm stat` counted them. */
const perfKvmStat = join(root, 'examples/guests/perf-kvm-stat.txt');

/** Stands for a results folder of its own. */
const OUT = 'OUT';

/** Stored results of the tiny scenario, and of the same over four times the memory. */
const stored = join(folder, 'stored');
const more = join(folder, 'more');
beforeAll(async () => {
  const larger = join(folder, 'larger.yaml');
  writeFileSync(larger, readFileSync(tiny, 'utf8').replace('16MiB', '64MiB'));
  await printed('run', tiny, '-e', 'inline', '--no-report', '-o', stored);
  await printed('run', larger, '-e', 'inline', '--no-report', '-o', more);
}, 120_000);

/** Converted commands: the list may only grow. */
const converted: string[][] = [
  ['migrate', '--ram', '1GiB', '--working-set', '64MiB', '--writes', '2000', '--disk', '10GiB'],
  ['migrate', '--evacuate', join(root, 'examples/evacuation.csv')],
  ['io'],
  ['price', '--workload', 'server'],
  ['schedule', '--capacity', '12', '--vm', 'web,shares=2000', '--vm', 'hog,vcpus=4'],
  ['translate', '--mmu', 'nested', '--size', '1M', '--accesses', '2000'],
  ['translate', '--sweep', '16x1-4', '--size', '1M', '--accesses', '2000'],
  ['translate', '--curve', '--pattern', 'zipf', '--size', '64M', '--accesses', '20000'],
  ['translate', '--processes', '2', '--size', '1M', '--accesses', '2000'],
  ['overcommit', join(root, 'examples/overcommit.yaml')],
  ['concepts'],
  ...['levels', 'sensitive', 'placement', 'interrupts', 'library', 'desktops'].map((part) => [
    'price',
    part,
  ]),
  ...['storage', 'virtio', 'tiers', 'switch', 'tunnel', 'bond', 'elastic-nic', 'firewall'].map(
    (part) => ['io', part],
  ),
  ...['services', 'queues'].map((part) => ['io', part]),
  ...['cold', 'failover', 'checkpoint', 'connections', 'rounds', 'pool'].map((part) => [
    'migrate',
    part,
  ]),
  ['blocks', 'show', 's', 'w1'],
  ['blocks', 'replay', '--job', 'rand', '--requests', '200', '--prefill', '16M', '--size', '16M'],
  ['blocks', 'schedule', '--span', '16M', '--writes', '50', '--intervals', '3'],
  ['containers', 'start'],
  ['containers', 'quota', '--limit', '1500m', '--threads', '8', '--cpus', '4'],
  ['plan', join(root, 'examples/inventory/rvtools-workshop.xlsx'), '--cpu-ratio', '8'],
  [
    ...['plan', join(root, 'examples/inventory/rvtools-workshop.xlsx'), '--optimize'],
    ...['--costs', join(root, 'examples/inventory/costs-small.yaml')],
    ...['--to', join(root, 'examples/inventory/to-cloud.yaml')],
  ],
  [
    ...['plan', join(root, 'examples/inventory/rvtools-workshop.xlsx'), '--interference'],
    ...['--date', '2026-07-01'],
    ...['--history', join(root, 'examples/inventory/history.csv')],
  ],
  ...['drs', 'dpm'].map((power) => [
    ...['plan', 'simulate', day],
    ...['--hosts', '2:8:2600:64', '--power', power],
  ]),
  ['plan', 'rules'],
  ['plan', 'rules', 'kubevirt_overhead', 'mem=8192', 'vcpu=4'],
  ['plan', 'rules', 'ocp_system_reserved', 'memory_gib=512', 'threads=128'],
  ['plan', 'create', '--count', '50'],
  [
    ...['plan', 'simulate', join(root, 'examples/inventory/bitbrains-small')],
    ...['--hosts', '4:16:2600:256'],
  ],
  [
    ...['plan', 'design', join(root, 'examples/inventory/design-small.yaml')],
    ...['--inventory', join(root, 'examples/inventory/bitbrains-small')],
  ],
  ['plan', 'sla', '--availability', '99.95', '--down', '45min'],
  ['plan', 'replicate', '--async'],
  ['plan', 'maxima', '--vcpus', '256'],
  ...['maxima', 'instances', 'credits', 'billing', 'burst', 'replicate', 'consolidate'].map(
    (part) => ['plan', part],
  ),
  ['blocks', 'clones', '--clones', '3', '--base', '64MiB'],
  ['blocks', 'flatten', '--depth', '12', '--bytes', '40GiB'],
  ['blocks', 'flatten', '--depth', '1', '--bytes', '40GiB', '--held', '0'],
  ['blocks', 'thin', '--pool', '10TiB', '--disks', '40', '--size', '500GiB'],
  ['blocks', 'move', '--data', '200GiB'],
  ['blocks', 'move', '--data', '20GiB', '--method', 'passes', '--bandwidth', '10Mbit'],
  ['blocks', 'measure', '--size', '10GiB'],
  ['run', tiny, '-e', 'inline', '--no-report', '-o', OUT],
  ['compare', stored, stored],
  ['compare', stored, more],
];

describe('a converted command', () => {
  it.each(
    converted.map((words) => [words.slice(0, 3).join(' ').replace(root, ''), words] as const),
  )(
    'answers in Chinese with the numbers, rows, keys and charts of the English answer: %s',
    async (_, words) => {
      const [en, zh] = [
        JSON.parse(await printed(...words, '--json')) as Answer,
        JSON.parse(await printed(...words, '--json', '--lang', 'zh')) as Answer,
      ];
      expect(zh.sentence).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(numbersOf(zh.sentence).sort()).toEqual(numbersOf(en.sentence).sort());
      expect(zh.message).toEqual(en.message);
      expect(zh.message.key).toMatch(/^\w+\.\w+$/);
      expect(zh.figures.map(({ rows, spec }) => ({ rows, spec }))).toEqual(
        en.figures.map(({ rows, spec }) => ({ rows, spec })),
      );
      for (const { id, title } of zh.figures) expect(title, id).toMatch(/[\u4e00-\u9fff]/);
      // Definitions of concepts stay English.
      if (words[0] === 'concepts') return;
      const shown = await printed(...words, '--lang', 'zh', '--format', 'markdown');
      expect(leftInEnglishOfMarkdown(shown)).toEqual([]);
    },
    // A call is made three times; simulated months take longest.
    300_000,
  );

  it('speaks Chinese in the terminal, its tables aligned by the width of their characters', async () => {
    const words = ['migrate', '--ram', '64MiB', '--writes', '10', '--lang', 'zh'];
    const lines = (await printed(...words)).split('\n');
    expect(lines[0]).toMatch(/^能够完成（假定的客户机：工作集 8 MiB）：全程 .*。$/);
    expect(lines).toContain('指标                 值');
    expect(lines).toContain(
      `QEMU 报告的停机时间  ${lines.find((line) => line.startsWith('停机时间'))!.slice(17)}`,
    );
  });

  it('explains a result in Chinese: heading, statuses and remarks', async () => {
    const cell = ['explain', 'small/*/hardware/4K-4K', '-r', stored];
    const zh = await printed(...cell, '--lang', 'zh');
    expect(zh).toMatch(/^cycles：在该技术下$/m);
    expect(zh).toMatch(/^项 +值 +单位 +区间 +依据 +来源$/m);
    expect(zh).toMatch(/ ◇ ?推算|●\u00a0实测|◆\u00a0公开|○\u00a0估计/);
    expect(await printed(...cell)).toMatch(/^cycles: under the technique$/m);
    const density = ['explain', 'density/small/*/hardware/4K-4K', '-r', stored, '--json'];
    const remarks = async (...more: string[]) =>
      (JSON.parse(await printed(...density, ...more)) as { remarks: string[] }).remarks.join(' ');
    expect(await remarks('--lang', 'zh')).toMatch(/宿主机：计划使用 \d+/);
    expect(numbersOf(await remarks('--lang', 'zh'))).toEqual(numbersOf(await remarks()));
  });

  it.each([
    ['examples/guests/perf-kvm-stat.txt', /退出与计数器/],
    ['examples/inventory/bitbrains-small', /^清单：\d+ 台虚拟机/],
  ])('imports in Chinese: %s', async (file, words) => {
    expect(await printed('import', join(root, file), '--lang', 'zh')).toMatch(words);
  });

  it('stores the same bytes in either language', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    const words = ['run', tiny, '-e', 'inline', '--no-report', '-o'];
    await printed(...words, one);
    await printed(...words, other, '--lang', 'zh');
    for (const name of ['steady.parquet', 'run.json'])
      expect(readFileSync(join(one, name)).equals(readFileSync(join(other, name))), name).toBe(
        true,
      );
  });
});

describe('English left in Chinese', () => {
  it('is found in a sentence and in a cell, names and what is typed are not', () => {
    expect(englishWords('写入共享页：data copied，321 ms')).toEqual(['data', 'copied']);
    expect(englishWords('在 KVM 上用 virtcost plan rules，--lang zh，“two zones”')).toEqual([]);
    const table = '| 步骤 | 来源 |\n| --- | --- |\n| extents shared | a paper |\n';
    expect(leftInEnglishOfMarkdown(table)).toEqual(['extents shared: extents shared']);
    const cell = (zh: string) => `<body><table><tr><td data-zh="${zh}">x</td></tr></table>`;
    expect(leftInEnglish(cell('web 上的 same'))).toEqual(['same: web 上的 same']);
    expect(leftInEnglish(cell('相同'))).toEqual([]);
  });

  it.each([
    ['compare', '--from', 'perf-kvm-stat', perfKvmStat, perfKvmStat],
    ['host', 'list'],
    ['host', 'show', 'srv'],
    ['validate', 'capacity'],
    ['validate', 'translation'],
  ])('is not there: %s %s', async (...words) => {
    const shown = await printed(...words, '--lang', 'zh', '--format', 'markdown');
    expect(shown).toMatch(/[\u4e00-\u9fff]/);
    expect(leftInEnglishOfMarkdown(shown)).toEqual([]);
  });

  it('is not there on the page of a run', async () => {
    const out = join(folder, 'page');
    await printed('run', join(root, 'examples/sample.yaml'), '-e', 'inline', '-o', out);
    expect(leftInEnglish(readFileSync(join(out, 'index.html'), 'utf8'))).toEqual([]);
  });
});

describe('the language', () => {
  it('is that of --lang, else of VIRTCOST_LANG, else English', () => {
    const chosen = (asked: string | undefined, env: string | undefined) => {
      chooseLanguage(asked, env === undefined ? {} : { VIRTCOST_LANG: env });
      return language();
    };
    expect([chosen('zh', undefined), chosen(undefined, 'zh'), chosen('en', 'zh')]).toEqual([
      'zh',
      'zh',
      'en',
    ]);
    expect([chosen(undefined, undefined), chosen(undefined, '')]).toEqual(['en', 'en']);
    expect(() => chosen(undefined, 'fr')).toThrow('expected VIRTCOST_LANG en or zh, found "fr"');
  });

  it('that does not exist is one message and exit code 2', () => {
    const run = (env: Record<string, string>, ...words: string[]) =>
      spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...words], {
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
    for (const { status, stdout, stderr } of [
      run({}, 'migrate', '--ram', '1GiB', '--lang', 'fr'),
      run({ VIRTCOST_LANG: 'fr' }, 'migrate', '--ram', '1GiB'),
    ]) {
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr.match(/fr/g)).toHaveLength(1);
    }
  });
});
