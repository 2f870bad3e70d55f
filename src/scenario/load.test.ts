import { expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { studies } from '../studies/index.ts';
import { loadScenario } from './load.ts';
import { cellsOf } from './matrix.ts';

const good = `
name: small
hosts: [srv]
techniques: [bare-metal, hardware]
pages: [4K/4K, 2M/2M]
workloads:
  - name: random
    pattern: { kind: gups, footprint: 64MiB }
`;

function complaint(text: string): string {
  try {
    loadScenario(text, 'x.yaml', studies);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

it('sizes become bytes and defaults are filled in', () => {
  const scenario = loadScenario(good, 'x.yaml', studies);
  expect(scenario.vms[0]!.workload).toMatchObject({
    pattern: { footprint: 64 * 2 ** 20, accesses: 1_000_000 },
    instructionsPerAccess: 3,
    events: 'compute',
  });
});

it('every problem is reported at once, each with line and column', () => {
  const text = good.replace('hosts: [srv]', 'hosts: [srw]').replace('kind: gups', 'kindd: gups');
  const lines = complaint(text).split('\n');
  expect(lines.find((line) => line.startsWith('x.yaml:3:9:'))).toMatch(/hosts\.0.*"srw"/);
  expect(lines.find((line) => line.includes('"kindd"'))).toMatch(/^x\.yaml:8:16:/);
});

it('impossible geometry is refused where it stands', () => {
  const text = `${good}tlb:\n  - name: odd\n    l2: { entries: 100, ways: 3 }\n`;
  expect(complaint(text)).toMatch(
    /x\.yaml:11:9: expected tlb\.0\.l2: ways that divide the entries/,
  );
  expect(complaint(text.replace('entries: 100', 'entries: 0'))).toContain('tlb.0.l2.entries');
});

it('a workload has a trace or a pattern, not both and not neither', () => {
  expect(
    complaint(good.replace('pattern: { kind: gups, footprint: 64MiB }', 'events: build')),
  ).toContain('exactly one of trace and pattern');
});

it('more memory than WebAssembly can address is refused', () => {
  expect(complaint(good.replace('64MiB', '2TiB'))).toContain('4KiB to 1TiB');
});

it('what is no YAML, or a bomb of aliases, gives a message and no crash', () => {
  expect(complaint('name: [')).toMatch(/^x\.yaml:\d+:\d+: expected YAML/);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
    .join('\n')}`;
  expect(complaint(bomb)).toContain('x.yaml');
});

it('the matrix has a fixed order: workloads, hosts, pages, TLB variants', () => {
  const scenario = loadScenario(good.replace('[srv]', '[srv, clx]'), 'x.yaml', studies);
  const cells = cellsOf(scenario, { study: 'steady', pages: 'pair', tlb: true });
  expect(
    cells.map((cell) => `${cell.host} ${cell.guestPage}/${cell.hostPage} ${cell.technique}`),
  ).toEqual(
    [
      'xeon-e3-kvmperf-2013 4K/4K',
      'xeon-e3-kvmperf-2013 2M/2M',
      'cascade-lake-sp-2019 4K/4K',
      'cascade-lake-sp-2019 2M/2M',
    ].flatMap((place) => [`${place} bare-metal`, `${place} hardware`]),
  );
});

const withVms = (vm: string, more = '') => `
name: many
hosts: [srv]
techniques: [hardware]
vms:
  - name: db
    workload: { pattern: { kind: gups, footprint: 64MiB } }
${vm}
${more}
`;

it('every field of a VM may be a list: each combination is a VM named after what was chosen', () => {
  const lists = `    memory: [1GiB, 2GiB]
    writes: { rate: [100, 200] }
    disk: { keep: [0, 3], discipline: qcow2 }`;
  const { vms } = loadScenario(withVms(lists), 'x.yaml', studies);
  expect(vms).toHaveLength(8);
  expect(new Set(vms.map(({ name }) => name)).size).toBe(8);
  expect(vms[0]!.name).toBe('db (memory 1GiB, writes.rate 100, disk.keep 0)');
  expect(vms[7]).toMatchObject({ memory: 2 ** 31, writes: { rate: 200 }, disk: { keep: 3 } });
});

it('every setting of a study may be a list, and a list of lists is none', () => {
  const link = 'migration: { link: [1Gb/s, 128MiB/s], downtime: [300ms, 1s] }';
  const { settings } = loadScenario(withVms('', link), 'x.yaml', studies);
  expect(settings.migration!.map(({ name }) => name)).toEqual([
    'link 1Gbps, downtime 300ms',
    'link 1Gbps, downtime 1s',
    'link 1.074Gbps, downtime 300ms',
    'link 1.074Gbps, downtime 1s',
  ]);
  expect(settings.migration![0]!.value).toMatchObject({ link: 125e6, downtime: 0.3 });
  expect(complaint(withVms('', 'migration: { link: [[1Gb/s]] }'))).toContain('migration.link');
});

it('a named VM is a start: what stands beside it replaces its fields, and only those', () => {
  const vm = `    preset: desktop
    memory: 6GiB
    disk: { rate: 20 }`;
  const text = withVms(vm).replace(/ {4}workload.*\n/, '');
  const [found] = loadScenario(text, 'x.yaml', studies).vms;
  expect(found).toMatchObject({ vcpus: 2, memory: 6 * 2 ** 30, disk: { rate: 20, reads: 0.3 } });
});

it('what one VM may not be is told where it stands, whatever list it came from', () => {
  const wrong = complaint(withVms('    disk: { used: [1GiB, 64GiB] }'));
  expect(wrong).toMatch(/^x\.yaml:8:.*vms\.0\.disk.*used within size/);
  expect(complaint(withVms('    contents: { zero: 0.6, shared: 0.6 }'))).toMatch(/at most 1/);
  expect(complaint(withVms('    memory: 2PiB'))).toMatch(/1MiB to 16TiB/);
  const lists = Array.from({ length: 120 }, (_, i) => i + 1).join(', ');
  const many = `    vcpus: [${lists}]\n    count: [${lists}]`;
  expect(complaint(withVms(many))).toContain('at most 10000 variants');
});

it('cells are left out and added: exclude and include', () => {
  const filters = `pages: [4K/4K, 2M/2M]
exclude: [{ hosts: [srv], pages: [2M/2M] }]
include: [{ hosts: [clx], techniques: [para] }, { hosts: [clx], techniques: [para] }]`;
  const scenario = loadScenario(withVms('', filters), 'x.yaml', studies);
  const cells = cellsOf(scenario, { study: 'steady', pages: 'pair', tlb: true });
  expect(cells.map((cell) => `${cell.host} ${cell.technique} ${cell.guestPage}`)).toEqual([
    'xeon-e3-kvmperf-2013 hardware 4K',
    'cascade-lake-sp-2019 para 4K',
    'cascade-lake-sp-2019 para 2M',
  ]);
});

it('a bound that cannot be read is refused where it stands', () => {
  expect(complaint(withVms('', 'expect: { overhead: "10" }'))).toMatch(
    /expect\.overhead.*"< 10 %"/,
  );
  expect(complaint(withVms('', 'expect: { pause: "< 300" }'))).toMatch(/expect\.pause.*"< 300 ms"/);
  expect(complaint(withVms('', 'expect: { colour: "< 3" }'))).toContain('"colour"');
});

it('a host goes by the id it had before: the same scenario either way, and named twice it is refused', () => {
  const now = good.replace('[srv]', '[xeon-e3-kvmperf-2013]');
  expect(loadScenario(good, 'x.yaml', studies)).toEqual(loadScenario(now, 'x.yaml', studies));
});

it('files in a list name variants without the slash that parts a cell, and images side by side are one', () => {
  const images = 'contents: { image: [a/one.mem, [a/two.mem, three.mem]] }';
  const { vms } = loadScenario(withVms(`    ${images}`), 'x.yaml', studies);
  expect(vms.map(({ name }) => name)).toEqual([
    'db (contents.image a_one.mem)',
    'db (contents.image a_two.mem+three.mem)',
  ]);
  expect(vms[1]!.contents.image).toEqual(['a/two.mem', 'three.mem']);
});

it('wildcards stand for hosts, techniques and VMs where names are taken', () => {
  const wild = good
    .replace('hosts: [srv]', 'hosts: ["epyc-*"]')
    .replace('[bare-metal, hardware]', '[bare-metal, "hardware*", "hardware@hosted"]')
    .concat('exclude: [{ hosts: ["zen4*"] }, { techniques: ["*@hosted"], vms: ["ran*"] }]\n');
  const scenario = loadScenario(wild, 'x.yaml', studies);
  expect(scenario.hosts).toEqual([
    'epyc-zen3-2021',
    'epyc-zen1-2017',
    'epyc-zen2-2019',
    'epyc-zen4-2022',
  ]);
  const cells = cellsOf(scenario, { study: 'steady', pages: 'none', tlb: false });
  const techniques = ['bare-metal', 'hardware-gen1', 'hardware', 'hardware-sriov'];
  expect(cells.map(({ host, technique }) => `${host} ${technique}`)).toEqual(
    ['epyc-zen3-2021', 'epyc-zen1-2017', 'epyc-zen2-2019'].flatMap((host) =>
      techniques.map((technique) => `${host} ${technique}`),
    ),
  );
  expect(complaint(good.replace('hosts: [srv]', 'hosts: ["itanium*"]'))).toMatch(
    /hosts\.0.*"itanium/,
  );
  expect(complaint(good.replace('bare-metal', '"warp*"'))).toMatch(/techniques\.0.*"warp/);
});
