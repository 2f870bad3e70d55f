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
    ['srv 4K/4K', 'srv 2M/2M', 'clx 4K/4K', 'clx 2M/2M'].flatMap((place) => [
      `${place} bare-metal`,
      `${place} hardware`,
    ]),
  );
});
