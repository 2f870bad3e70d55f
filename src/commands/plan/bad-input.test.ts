import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../errors.ts';
import { registerCommands } from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-bad-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

type Files = Record<string, string>;

const hosts = 'name,cluster,cores,memory_mib\nh1,C,16,65536\nh2,C,16,65536\nh3,C,16,65536\n';
const vms =
  'name,cluster,host,vcpus,memory_gib,power\na,C,h1,4,8,running\nb,C,h1,4,8,running\nc,C,h2,4,8,running\nd,C,h3,2,4,running\n';
const small: Files = { 'inv/hosts.csv': hosts, 'inv/vms.csv': vms };
/** As `small`, and a second site whose hosts are called alike. */
const twoSites: Files = {
  'inv/hosts.csv': `${hosts}h1,D,16,65536\nh2,D,16,65536\n`,
  'inv/vms.csv': `${vms}e,D,h1,4,8,running\n`,
};

let runs = 0;
/** What is said of `words`, in which @ is the folder with the files; fails where it is accepted or leaves something. */
async function refusal(words: readonly string[], files: Files): Promise<string> {
  const own = join(folder, String(runs++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, name)), { recursive: true });
    writeFileSync(join(own, name), text);
  }
  mkdirSync(own, { recursive: true });
  const before = readdirSync(own);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  const asked = words.map((word) => word.replaceAll('@', `${own}/`));
  const error: unknown = await program
    .parseAsync([...asked, '--html', join(own, 'out.html')], { from: 'user' })
    .then(() => new Error(`accepted: ${words.join(' ')}`))
    .catch((thrown: unknown) => thrown);
  vi.restoreAllMocks();
  expect(readdirSync(own)).toEqual(before);
  if (!(error instanceof UserError || error instanceof CommanderError)) throw error;
  if (error instanceof UserError) expect(error.exitCode).toBe(2);
  return error.message.replaceAll(`${own}/`, '@');
}

type Case = [name: string, text: string, expected: string];

/** One file given with an option of `plan` on the small inventory. */
const given = (option: string, cases: readonly Case[], more: readonly string[] = []) =>
  it.each(cases)(`${option}: %s`, async (_, text, expected) => {
    const words = ['plan', '@inv', option, '@f', ...more];
    expect(await refusal(words, { ...small, f: text })).toContain(expected);
  });

const whatIf = (text: string) => `name: x\n${text}\n`;
const rules = (...list: string[]) => whatIf(`placement: {rules: [${list.join(', ')}]}`);

describe('a what-if', () => {
  given('--what-if', [
    ['nothing', '', '@f:1:1: expected the what-if: object, found nothing'],
    ['two names alike', whatIf('').replace('x', 'today'), 'found "today", that of the base'],
    ['a number too large', whatIf('set: {tolerateHosts: 1e300}'), 'tolerateHosts: <=64, found'],
    [
      'a size of no unit',
      whatIf('refresh: {cores: 8, mhzPerCore: 2600, memoryGiB: 5 parsecs}'),
      'memoryGiB: a size such as 8GiB, 25G or 64MB, found "5 parsecs".',
    ],
    [
      'a disk beyond all',
      whatIf('add: {vms: [{cluster: C, vcpus: 1, memoryGiB: 1, diskGiB: 1e300}]}'),
      '<=1000000000',
    ],
    [
      'a price without its currency',
      whatIf('refresh: {cores: 8, mhzPerCore: 2600, memoryGiB: 64, pricePerHost: 9}'),
      'refresh.currency: a currency such as EUR or USD beside the prices, found nothing',
    ],
    [
      'zones with prices without a currency',
      whatIf('zones: {zones: [{name: z, hosts: [h1], perVcpuHour: 1}]}'),
      'zones.currency: a currency',
    ],
    [
      'a host in two zones',
      whatIf('zones: {zones: [{name: y, hosts: [h1, h2]}, {name: z, hosts: ["h*", h1]}]}'),
      'expected each host in one zone, found h1 in "y" and "z"',
    ],
    [
      'two zones of one name',
      whatIf('zones: {zones: [{name: z, hosts: [h1]}, {name: z, hosts: [h2]}]}'),
      '@f:2:48: expected zones.zones.1.name: a name that no entry before has, found "z"',
    ],
    [
      'a machine in two datastores',
      whatIf('storage: {datastores: [{name: p, capacityGiB: 9}, {name: q, capacityGiB: 9}]}'),
      'expected each machine in one datastore, found a in "p" and "q"',
    ],
    [
      'a machine in two groups of clones',
      whatIf('storage: {linkedClones: [{name: p, vms: [a]}, {name: q, vms: [a]}]}'),
      'expected each machine in one group of linked clones, found a',
    ],
    [
      'a range that does not hold its middle',
      whatIf('storage: {growthPercentPerMonth: 2, growthLow: 5, growthHigh: 1}'),
      'growthLow <= growthPercentPerMonth <= growthHigh, found 2',
    ],
    [
      'a pool that keeps more than it may take',
      whatIf(
        'placement: {pools: [{name: p, vms: [a], reserve: {memoryGiB: 9}, limit: {memoryGiB: 1}}]}',
      ),
      'reserve.memoryGiB: at most the limit of the pool, 1, found 9',
    ],
  ]);

  it('takes a host by a name that stands for one alone', async () => {
    const words = ['plan', '@inv', '--what-if', '@f'];
    const files = { ...twoSites, f: whatIf('remove: {hosts: [h1]}') };
    expect(await refusal(words, files)).toContain(
      '@f: expected names of one host each (--cluster NAME asks about one cluster alone), found h1, a host in C, D.',
    );
  });
});

describe.each(['--what-if', '--constraints'])('rules that contradict each other', (option) => {
  given(option, [
    [
      'together and apart',
      rules('{rule: together, name: t, vms: [a, b]}', '{rule: apart, name: u, vms: ["*"]}'),
      '"u" (apart), "t" (together): they leave a, b no host of C',
    ],
    [
      'together through a third',
      rules(
        '{rule: together, name: s, vms: [a, b]}',
        '{rule: together, name: t, vms: [b, c]}',
        '{rule: apart, name: u, vms: [a, c]}',
      ),
      'they leave a, c no host of C',
    ],
    [
      'on and not on',
      rules(
        '{rule: on, name: t, vms: [a], hosts: [h1]}',
        '{rule: not-on, name: u, vms: [a], hosts: [h1]}',
      ),
      '"t" (on), "u" (not-on): they leave a no host of C',
    ],
    [
      'together on different hosts',
      rules(
        '{rule: together, name: w, vms: [a, b]}',
        '{rule: on, name: t, vms: [a], hosts: [h1]}',
        '{rule: on, name: u, vms: [b], hosts: [h2]}',
      ),
      '"t" (on), "u" (on), "w" (together): they leave a, b no host of C',
    ],
  ]);
});

describe('studies, costs, optimizing', () => {
  given('--study', [
    [
      'prices without a currency',
      'price: {perVcpuHour: 1}\n',
      'expected price.currency, such as EUR',
    ],
    ['energy without one', 'energy: {pricePerKwh: 1}\n', 'expected price.currency, such as EUR'],
    ['no currency at all', 'price: {currency: euros}\n', 'expected price.currency: a currency'],
    ['a host in two racks', 'failure: {domains: {r: [h1], s: [h1]}}\n', 'found h1 in r too'],
    [
      'fewer at most than at least',
      'groups: [{name: g, least: 5, most: 2, peak: 3, scale: {policy: target}}]\n',
      'groups.0.least: at most `most`, 2, found 5',
    ],
    [
      'steps that overlap',
      'groups: [{name: g, peak: 3, scale: {policy: step, above: 0.2, below: 0.9}}]\n',
      'scale.below: less than `above`, 0.2, found 0.9',
    ],
    [
      'an hour twice',
      'groups: [{name: g, peak: 3, scale: {policy: schedule, at: [{hour: 3, count: 1}, {hour: 3, count: 2}]}}]\n',
      'at.1.hour: each hour once, found 3',
    ],
    [
      'a policy of no name',
      'groups: [{name: g, peak: 3, scale: {policy: z}}]\n',
      '"target"|"step"|',
    ],
  ]);
  given('--costs', [
    [
      'no currency',
      'years: 3\n',
      'expected currency: a currency such as EUR or USD beside the prices',
    ],
    [
      'growth beyond all',
      'currency: EUR\nyears: 20\ngrowthPercentPerYear: 200\n',
      '@f: growthPercentPerYear over 20 years: expected growth to at most 5,000,000 machines, found 4,650,000,000.',
    ],
    [
      'power that falls with use',
      'currency: EUR\npower: {curve: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]}\n',
      'power.curve: W that do not fall',
    ],
    [
      'licences of machines nobody has',
      'currency: EUR\nlicences: [{product: rhel-server, price: 1, per: year, vms: [zz]}]\n',
      '@f: licences: rhel-server: expected machines of the inventory, found zz.',
    ],
    [
      'licences of clusters nobody has',
      'currency: EUR\nlicences: [{product: proxmox, price: 1, per: year, clusters: [Z]}]\n',
      '@f: licences: proxmox: expected clusters of the inventory (C), found Z.',
    ],
  ]);
  given('--optimize', [
    [
      'prices without a currency',
      'prices: {hostMonth: 4}\n',
      'prices.currency: a currency such as EUR',
    ],
    ['no date', 'asOf: 2026-13-45\n', 'asOf: a date such as 2026-07-01, found "2026-13-45"'],
  ]);
});

const columns =
  'provider,region,class,family,instance_type,vcpu,memory_gib,usd_per_hour_ondemand,price_date';
const instance = 'aws,r,general,m,m.large,2,8,0.1,2026-01-01';
const catalogues: Case[] = [
  ['empty', '', 'expected instances with a price, found none'],
  ['a header alone', `${columns}\n`, 'expected instances with a price, found none'],
  ...['provider', 'region', 'instance_type', 'vcpu', 'memory_gib', 'price_date'].map(
    (name): Case => [
      `no ${name}`,
      `${columns.replace(name, 'other')}\n${instance}\n`,
      `and a price, found no ${name}`,
    ],
  ),
  [
    'prices without a currency',
    `${columns.replace('usd_per_hour_ondemand', 'price')}\n${instance}\n`,
    'expected a column of prices with their currency, such as usd_per_hour_linux_ondemand, found price',
  ],
  [
    'a column twice',
    `${columns},vcpu\n${instance},4\n`,
    'c.csv:1: expected one column vcpu, found two',
  ],
  [
    'a decimal comma',
    `${columns}\n${instance.replace('0.1', '0,1')}\n`,
    'at most 9 cells, as in the header, found 10',
  ],
  ...['-1', 'NaN', 'Infinity', '1e309', '1e300', 'x'].map(
    (number): Case => [
      `${number} vCPUs`,
      `${columns}\n${instance.replace(',2,', `,${number},`)}\n`,
      `c.csv:2: expected a number for vcpu, found "${number}"`,
    ],
  ),
  ['no vCPUs', `${columns}\n${instance.replace(',2,', ',0,')}\n`, 'vcpu and memory_gib above 0'],
  ['a type twice', `${columns}\n${instance}\n${instance}\n`, 'c.csv:3: expected one row for each'],
  ['no date', `${columns}\n${instance.replace('2026-01-01', 'then')}\n`, 'a price_date such as'],
];

describe('a target', () => {
  given('--to', [
    ['no kind', 'name: x\nkind: z\n', '@f:2:7: expected kind: "openshift"|"cloud", found "z"'],
    ['no currency', 'name: x\nkind: cloud\n', 'expected currency: a currency such as EUR or USD'],
    ['another currency', 'name: x\nkind: cloud\ncurrency: EUR\n', 'currency: expected USD'],
    [
      'a provider nobody lists',
      'name: x\nkind: cloud\ncurrency: USD\nprovider: z\n',
      '@f: expected a provider of ',
    ],
    [
      'no catalogue',
      'name: x\nkind: cloud\ncurrency: USD\ncatalogue: no.csv\n',
      '@no.csv: there is no',
    ],
  ]);
  it.each(catalogues)('a catalogue: %s', async (_, csv, expected) => {
    const f = 'name: x\nkind: cloud\ncurrency: USD\ncatalogue: c.csv\n';
    const words = ['plan', '@inv', '--to', '@f'];
    expect(await refusal(words, { ...small, f, 'c.csv': csv })).toContain(expected);
  });
});

const totals = 'date,machines,vcpus,memory_gib\n';
describe('a history', () => {
  given(
    '--history',
    [
      ['a header alone', totals, 'expected rows of totals, found none'],
      ['no amounts', 'date,machines\n2026-01-01,2\n', 'columns date, machines and one or more of'],
      [
        'the date of the base',
        `${totals}2026-07-01,2,6,12\n`,
        'a date of its own, found 2026-07-01',
      ],
      ['a later date', `${totals}2026-08-01,2,6,12\n`, 'a date before 2026-07-01'],
      [
        'a date twice',
        `${totals}2026-01-01,2,6,12\n2026-01-01,2,6,12\n`,
        '@f:3: expected one row a date',
      ],
      ['a day February has not', `${totals}2026-02-30,2,6,12\n`, '@f:2: expected a date such as'],
      ['a date before all', `${totals}0001-01-01,2,6,12\n`, '@f:2: expected a date such as'],
      [
        'a negative number',
        `${totals}2026-01-01,-2,6,12\n`,
        '@f:2: expected a number for machines',
      ],
      ['another unit', `${totals}2026-01-01,2,6,12288\n`, 'units differ'],
      ['a decimal comma', `${totals}2026-01-01,2,6,1,5\n`, 'expected at most 4 cells'],
      [
        'totals beside clusters',
        'date,cluster,machines,vcpus\n2026-01-01,C,2,6\n2026-01-01,,2,6\n',
        '@f:3: expected a cluster in each row of a date, or in none',
      ],
    ],
    ['--date', '2026-07-01'],
  );

  it.each([
    ['alone', ['--history'], 'or load over weeks or months with --load, found neither'],
    ['undated', ['--history', '@inv', '--date', '2026-07-01'], 'expected the date of an inventory'],
    [
      'no date of the base',
      ['--history', '2026-01-01=@inv'],
      'Say when it was exported with --date',
    ],
    ['a date without it', ['--date', '2026-07-01'], '--date: expected --history'],
    ['no day', ['--history', '2026-02-30=@inv'], 'expected a date such as 2026-07-01'],
  ])('%s', async (_, words, expected) => {
    expect(await refusal(['plan', '@inv', ...words], small)).toContain(expected);
  });
});

const samples = 'machine,time,cpu_percent,memory_mib\n';
describe('a load', () => {
  given(
    '--load',
    [
      ['text', 'hello\n', 'expected load of a kind that virtcost formats lists'],
      ['a header alone', samples, 'expected some load, found none'],
      [
        'of other machines',
        `${samples}z,0,20,9\nz,300,20,9\n`,
        'load of machines of @inv, found 1 other machine (z)',
      ],
      ['no machine', `${samples},0,20,9\n`, '@f:2: expected a machine, found nothing'],
      [
        'per cent of one core',
        `${samples}a,0,400,9\n`,
        '@f:2: expected at most 200 for cpu_percent',
      ],
      ['a decimal comma', `${samples}a,0,2,5,9\n`, '@f:2: expected at most 4 cells'],
      ...['-1', 'Infinity', '1e309', '1e300', 'x'].map(
        (number): Case => [
          `${number} per cent`,
          `${samples}a,0,${number},9\n`,
          '@f:2: expected a number',
        ],
      ),
      ['no time', `${samples}a,NaN,20,9\n`, '@f:2: expected a time: seconds'],
    ],
    ['--optimize'],
  );

  it('of other machines sizes no cloud', async () => {
    const files = {
      ...small,
      load: `${samples}z,0,20,9\nz,300,20,9\n`,
      to: 'name: x\nkind: cloud\ncurrency: USD\n',
    };
    expect(await refusal(['plan', '@inv', '--load', '@load', '--to', '@to'], files)).toContain(
      'load of machines of @inv, found 1 other machine (z)',
    );
  });

  it('is what --simulate needs', async () => {
    expect(await refusal(['plan', '@inv', '--simulate'], small)).toContain(
      '--simulate: expected a day of load with --load, found none.',
    );
  });
});

describe('a size no machine has', () => {
  it.each([
    [
      'cores',
      { 'inv/hosts.csv': `${hosts}h4,C,1e11,65536\n`, 'inv/vms.csv': vms },
      '100,000 cores of h4',
    ],
    [
      'vCPUs',
      { 'inv/hosts.csv': hosts, 'inv/vms.csv': `${vms}z,C,h1,1e11,8,on\n` },
      '100,000 vCPUs of z',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await refusal(['plan', '@inv'], files)).toContain(expected);
  });
});

const model = '{name: s, cores: 32, mhzPerCore: 2600, memoryGiB: 256, price: 7000}';
const design = (text: string, host = model) => `currency: EUR\nhosts: [${host}]\n${text}\n`;
describe('a design', () => {
  it.each<Case>([
    ['nothing', '', '@f:1:1: expected the design: object, found nothing'],
    ['no currency', `hosts: [${model}]\n`, 'expected currency: a currency such as EUR or USD'],
    ['no price', design('', model.replace(', price: 7000', '')), 'expected hosts.0.price: number'],
    ['no host', 'currency: EUR\nhosts: []\n', 'expected hosts: >=1 items'],
    [
      'a host twice',
      design('', `${model}, ${model}`),
      'hosts.1.name: a name that no entry before has',
    ],
    [
      'cores without end',
      design('', model.replace('32', '.inf')),
      'hosts.0.cores: number, found Infinity',
    ],
    [
      'a zone to lose and one zone',
      design('goals: {surviveZone: true}'),
      'a choice of at least 2 zones',
    ],
    [
      'a ratio below all choices',
      design('goals: {cpuRatioMost: 1}'),
      'smallest cpuRatio to choose from, 4',
    ],
    [
      'more failures than hosts',
      design('mostHosts: 1'),
      'fewer failures than mostHosts, 1, found 1',
    ],
    [
      'growth beyond all',
      design('goals: {monthsOfRoom: 240}\ngrowthPercentPerMonth: 100'),
      '@f: growthPercentPerMonth over 240 months: expected growth to at most',
    ],
    [
      'sharing of pinned memory',
      design('choices: {techniques: [hardware-sriov], sharing: [0.2]}'),
      'choices.sharing: 0 to choose from, because machines with devices of their own',
    ],
    [
      'licences by cluster',
      design('licences: [{product: proxmox, price: 1, per: year, clusters: [C]}]'),
      'expected known keys in licences.0, found "clusters"',
    ],
    ['a cluster nobody has', design('clusters: [Z]'), '@inv: expected clusters (C), found Z'],
  ])('%s', async (_, text, expected) => {
    const words = ['plan', 'design', '@f', '--inventory', '@inv'];
    expect(await refusal(words, { ...small, f: text })).toContain(expected);
  });

  it('without machines', async () => {
    const f = design('inventory: no.xlsx');
    expect(await refusal(['plan', 'design', '@f'], { f })).toContain(
      '@no.xlsx: there is no such file',
    );
    expect(await refusal(['plan', 'design', '@f'], { f: design('') })).toContain(
      'expected inventory',
    );
  });
});

const titles =
  'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB]\n';
describe('plan simulate', () => {
  it.each<Case>([
    ['text', 'hello\n', 'expected load of a kind that virtcost formats lists'],
    ['a header alone', titles, 'expected some load, found none'],
    [
      'times that fall',
      `${titles}600;2;5200;9;0;9\n300;2;5200;9;0;9\n`,
      '@f:3: expected times that do not fall',
    ],
    ['no size', `${titles}600;x;5200;9;0;9\n`, '@f:2: expected a number for CPU cores, found "x"'],
    ['a size without end', `${titles}600;2;5200;9;0;1e309\n`, 'a number for Memory capacity'],
    [
      'no usage',
      `${titles}600;2;5200;NaN;0;9\n`,
      '@f:2: expected a time in seconds and a CPU usage',
    ],
  ])('%s', async (_, text, expected) => {
    const words = ['plan', 'simulate', '@f', '--hosts', '2:4:2600:8'];
    expect(await refusal(words, { f: text })).toContain(expected);
  });
});

describe('plan create and plan rules', () => {
  it.each([
    [['create', '--image', 'x'], "option '--image <size>' argument 'x' is invalid"],
    [['create', '--image', '1PiB'], '--image: expected from 1 byte to 16 TiB'],
    [['create', '--plane', 'z'], 'expected control planes (nova, ecs, cvm), found "z"'],
    [['rules', 'windows', 'foo'], 'expected inputs as NAME=VALUE such as sockets=2, found "foo"'],
    [['rules', 'kubevirt_overhead', 'mem=1', 'mem=2'], 'expected each input once, found mem twice'],
    [['rules', '--cases', '@f'], '--cases: expected the rule it is for'],
  ])('%j', async (words, expected) => {
    expect(await refusal(['plan', ...words], { f: '[]' })).toContain(expected);
  });

  it.each<Case>([
    ['nothing', '', 'expected the cases: array, found nothing'],
    ['no list', 'hello\n', 'expected the cases: array, found "hello"'],
    ['an empty list', '[]', 'expected the cases: >=1 items'],
    [
      'no number',
      '[{mem: 8192, vcpu: 4}, {mem: .nan, vcpu: 4}]',
      '@f: case 2 of 2: kubevirt_overhead: mem: expected number, found NaN',
    ],
    [
      'too small',
      '[{mem: -1, vcpu: 4}]',
      '@f: case 1 of 1: kubevirt_overhead: mem: expected >0, found -1',
    ],
    ['an input nobody knows', '[{zz: 1}]', 'expected known inputs, found "zz"'],
  ])('cases: %s', async (_, text, expected) => {
    const words = ['plan', 'rules', 'kubevirt_overhead', '--cases', '@f'];
    expect(await refusal(words, { f: text })).toContain(expected);
  });
});
