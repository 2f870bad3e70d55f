import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { studySchema } from '../plan/study/schema.ts';
import { whatIfSchema } from '../plan/what-if.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { studies } from '../studies/index.ts';
import { checkedYaml } from './checked-yaml.ts';
import { readYaml } from './read-yaml.ts';
import { yamlValues } from './yaml-document.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-yaml-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function complaint(text: string | Uint8Array): Promise<string> {
  const path = join(folder, 'a.yaml');
  writeFileSync(path, text);
  const error: unknown = await readYaml(path, whatIfSchema, 'the what-if').catch((e: unknown) => e);
  if (!(error instanceof UserError)) return error instanceof Error ? `crash: ${error}` : 'accepted';
  return error.message.replaceAll(path, 'a.yaml');
}

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...[...'bcdefgh'].map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[i]}`)}]`),
  'name: *h',
].join('\n');

it.each([
  [
    'a key nobody knows',
    'name: x\nsett: {}\n',
    /^a\.yaml:2:1: expected known keys in the what-if, found "sett"\. Did you mean set\? Known are name, set, scale/,
  ],
  [
    'a key nobody knows further in',
    'name: x\nset: { cpu: 2 }\n',
    /:2:8: expected known keys in set, found "cpu"\. Did you mean cpuRatio\? Known are cpuRatio, memoryRatio/,
  ],
  [
    'a negative number',
    'name: x\nset:\n  cpuRatio: -2\n',
    /:3:13: expected set\.cpuRatio: >0, found -2/,
  ],
  [
    'a number too large',
    'name: x\nscale: { vms: 1e30 }\n',
    /:2:15: expected scale\.vms: <=1000, found 1e\+30/,
  ],
  [
    'infinity',
    'name: x\nscale: { vms: .inf }\n',
    /:2:15: expected scale\.vms: number, found Infinity/,
  ],
  [
    'a word for a number',
    'name: x\nscale: { vms: many }\n',
    /:2:15: expected scale\.vms: number, found "many"/,
  ],
  ['a list for an object', 'name: x\nset: [1]\n', /:2:6: expected set: object, found \[1\]/],
  [
    'a key twice',
    'name: x\nset: {}\nset: {}\n',
    /:3:1: expected YAML, found Map keys must be unique/,
  ],
  ['a bracket left open', 'name: x\nset: [1\n', /:3:1: expected YAML/],
  [
    'a tag that would build an object',
    'name: !!js/function "x"\n',
    /:1:7: expected YAML, found Unresolved tag/,
  ],
  [
    'two documents',
    'name: x\n---\nname: y\n',
    /:2:1: expected YAML, found Source contains multiple documents/,
  ],
  ['an empty file', '', /:1:1: expected the what-if: object, found nothing/],
  ['no name', 'set: {}\n', /expected name: string, found nothing/],
  ['aliases that multiply', bomb, /expected YAML, found Excessive alias count/],
  [
    '__proto__ as a key',
    'name: x\n__proto__: { a: 1 }\n',
    /:2:1: expected known keys in the what-if, found "__proto__"/,
  ],
])('%s is one message with its line and what was expected', async (_, text, message) => {
  const said = await complaint(text);
  expect(said).toMatch(message);
  expect(said).not.toContain('\n');
});

it('several problems are told together, a flood of them is cut', async () => {
  expect(
    (await complaint('name: x\nset: { cpuRatio: 0, tolerateHosts: 1.5 }\n')).split('\n'),
  ).toHaveLength(2);
  const list = (length: number, line: (i: number) => string) =>
    Array.from({ length }, (_, i) => line(i)).join('\n');
  const hosts = list(500, () => '    - { cluster: c }');
  expect((await complaint(`name: x\nadd:\n  hosts:\n${hosts}\n`)).split('\n')).toHaveLength(21);
  // A file of something else: the square of 80,000 keys would not end within the time of a test.
  const strange = await complaint(list(80_000, (i) => `k${i}: 1`));
  expect(strange).toContain('found 80000 others ("k0", "k1", "k2", "k3", "k4", ...)');
});

it('twenty problems that each list forty names fit a message a person reads', () => {
  const text = `name: x\nhosts: [${Array(30).fill('19').join(', ')}]\n`;
  const schema = scenarioSchema(studies);
  expect(() => checkedYaml(text, 'x.yaml', schema, 'the scenario')).toThrow(
    /^x\.yaml:2:9: expected hosts\.0: one of [\s\S]*\nand \d+ more$/,
  );
  try {
    checkedYaml(text, 'x.yaml', schema, 'the scenario');
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(6000);
  }
});

it('what a text would cost is counted before it is paid', async () => {
  expect(await complaint(`[${'x,'.repeat(200_001)}]`)).toBe(
    'a.yaml: expected YAML of at most 200000 values, found more.',
  );
  const used = Array.from({ length: 1001 }, () => '- *a').join('\n');
  expect(await complaint(`- &a x\n${used}\n`)).toBe(
    'a.yaml: expected YAML with at most 1000 aliases, found more.',
  );
  for (const deep of ['{'.repeat(5000), `a: ${'['.repeat(101)}${']'.repeat(101)}`])
    expect(await complaint(deep)).toContain('values within values, too deep to follow');
  // Each level of such a key would be written as text anew for the level above.
  expect(await complaint(`{ ${'['.repeat(90)}${']'.repeat(90)}: 1 }`)).toBe(
    'a.yaml:1:3: expected YAML, found a list or a map where a key has to stand.',
  );
  const endsTheParsersStack = `vms:\n  - { id: web }\n${'a: 1, b: 2, c: 3, d: 4 }\n'.repeat(8000)}}\n`;
  expect(await complaint(endsTheParsersStack)).toBe(
    'a.yaml:8003:1: expected YAML, found values within values, too deep to follow.',
  );
  expect(() => yamlValues(endsTheParsersStack, 'a.yaml')).toThrow('too deep to follow');
});

it('whatever the bytes of a what-if or study, the outcome is a value or a message', async () => {
  const seeds = [
    'name: x\nset: { cpuRatio: 2 }\nadd:\n  hosts: [{ cluster: c, cores: 4, mhzPerCore: 2000, memoryGiB: 8 }]\n',
    'moves: { linkGbit: 10 }\ngroups:\n  - { name: a, peak: 2, scale: { policy: keep, count: 3 } }\n',
    bomb,
  ].map((text) => Buffer.from(text));
  const path = join(folder, 'fuzz.yaml');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (seed, pokes) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of pokes) bytes[at % bytes.length] = value;
        writeFileSync(path, bytes);
        for (const schema of [whatIfSchema, studySchema]) {
          const outcome: unknown = await readYaml(path, schema, 'it').catch((e: unknown) => e);
          if (outcome instanceof Error) expect(outcome, outcome.stack).toBeInstanceOf(UserError);
          else expect(outcome).toHaveProperty('value');
        }
      },
    ),
    { numRuns: process.env.VIRTCOST_FULL ? 20_000 : 400, seed: 5 },
  );
});

it('a quantity says once what was found, and a wrong id which are near', () => {
  const scenario = scenarioSchema(studies);
  const tell = (text: string) => {
    try {
      checkedYaml(text, 'a.yaml', scenario, 'the scenario');
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return '';
  };
  const base = 'name: x\nhosts: [srv]\ntechniques: [full]\n';
  const link = tell(`${base}migration: { link: 3 apples }\n`);
  expect(link).toMatch(
    /:4:20: expected migration\.link: a link such as 25G.* found "3 apples"\.$/m,
  );
  expect(link.match(/apples/g)).toHaveLength(1);
  expect(tell(base.replace('full', 'hardwere'))).toContain(
    'found "hardwere". Did you mean hardware',
  );
  expect(tell(base.replace('srv', 'zen33'))).toMatch(
    /or a profile file .*found "zen33"\. Did you mean zen3/,
  );
  expect(tell(`${base}studies: [stedy]\n`)).toContain('found "stedy". Did you mean steady?');
});
