import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support.ts';

const fifo = join(mkdtempSync(join(tmpdir(), 'virtcost-fifo-')), 'pipe');
execFileSync('mkfifo', [fifo]);

/** What takes a file, and a command with the place of the file marked. */
const readers: Readonly<Record<string, readonly string[]>> = {
  'run scenario': ['run', '@'],
  'run --baseline': ['run', 'examples/quickstart.yaml', '--baseline', '@', '--out', '/nowhere'],
  'merge parts': ['merge', '@', '@', '--out', '/nowhere'],
  'report results': ['report', '@'],
  'translate --trace': ['translate', '--trace', '@'],
  'translate --host': ['translate', '--host', '@/x.json'],
  'price --from': ['price', '--from', 'perf-kvm-stat', '@'],
  'import file': ['import', '@'],
  'migrate --from': ['migrate', '--from', '@'],
  'migrate --qmp': ['migrate', '--qmp', '@'],
  'migrate --evacuate': ['migrate', '--evacuate', '@'],
  'dedup files': ['dedup', '@'],
  'dedup --sysfs': ['dedup', '--sysfs', '@'],
  'dedup --population': ['dedup', '--population', '@'],
  'overcommit scenario': ['overcommit', '@'],
  'overcommit --working-sets': ['overcommit', 'examples/overcommit.yaml', '--working-sets', '@'],
  'blocks inspect file': ['blocks', 'inspect', '@'],
  'blocks measure file': ['blocks', 'measure', '@'],
  'blocks replay trace': ['blocks', 'replay', '@'],
  'plan base': ['plan', '@'],
  ...Object.fromEntries(
    ['what-if', 'constraints', 'study', 'load', 'costs', 'to', 'history'].map((name) => [
      `plan --${name}`,
      ['plan', 'examples/inventory/rvtools-workshop.xlsx', `--${name}`, '@'],
    ]),
  ),
  'plan --optimize': [
    ...['plan', 'examples/inventory/rvtools-workshop.xlsx', '--optimize', '@'],
    ...['--load', 'examples/inventory/bitbrains-small'],
  ],
  'plan simulate trace': ['plan', 'simulate', '@'],
  'plan rules --cases': ['plan', 'rules', 'sql', '--cases', '@'],
  'plan design goals': ['plan', 'design', '@'],
  'plan design --inventory': [
    'plan',
    'design',
    'examples/inventory/design-small.yaml',
    '--inventory',
    '@',
  ],
  'host show host': ['host', 'show', '@/x.json'],
  'calibrate profile': ['calibrate', '@/x.json', '--log', '@'],
  ...Object.fromEntries(
    ['log', 'lmbench', 'perf'].map((name) => [
      `calibrate --${name}`,
      ['calibrate', 'srv', `--${name}`, '@'],
    ]),
  ),
  'check stored': ['check', '@', '--from', 'perf-kvm-stat', '@'],
  'check --from': ['check', '@', '--from', 'perf-kvm-stat', '@'],
  'validate --data': ['validate', 'translation', '--data', '@'],
  'predict --data': ['predict', 'containers', '--data', '@'],
  'explain --results': ['explain', 'x', '--results', '@'],
  'compare a': ['compare', '@', '@'],
  'compare b': ['compare', '@', '@'],
};

const FILE =
  /^(file|files|path|trace|dir|socket|format-and-file|scenario|parts|results|base|goals|stored|a|b)$/;
/** These write; every --host is read by one function; of --traces only files that records name are opened, by what opens --trace. */
const ELSEWHERE = / --(html|out|host|csv|traces)$/;

it('a pipe without a writer, or a device, is refused at once wherever a file is taken', async () => {
  const probes = Object.values(readers).flatMap((words) =>
    [fifo, '/dev/zero'].map((path) => words.map((word) => word.replace('@', path))),
  );
  const args = [`${root}test/e2e/endless-input.mjs`, JSON.stringify(probes)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let silence: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), 120_000);
  };
  heard();
  child.stdout.on('data', (text) => {
    said += text;
    heard();
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(silence);
  const stated = said.split('\n').filter((line) => line.startsWith('{"takers"'));
  const takers = stated.flatMap(
    (line) => (JSON.parse(line) as { takers: [string, string][] }).takers,
  );
  const files = takers
    .filter(([taker, placeholder]) => FILE.test(placeholder) && !ELSEWHERE.test(taker))
    .map(([taker]) => taker);
  expect(files.length).toBeGreaterThan(25);
  expect(files.filter((taker) => !Object.hasOwn(readers, taker))).toEqual([]);
  const lines = said.split('\n').filter((line) => line.startsWith('{"words"'));
  const ended = lines.map(
    (line) => JSON.parse(line) as { words: string[]; code: number; message: string },
  );
  expect(
    ended.map(({ words }) => words),
    `after the last of these it did not end:\n${said.slice(-500)}`,
  ).toEqual(probes);
  for (const { words, code, message } of ended) {
    expect([1, 2], `${words.join(' ')}: ${message}`).toContain(code);
    expect(message.split('\n').length, message).toBeLessThanOrEqual(2);
    expect(message, words.join(' ')).toMatch(/^[^:]+: |expected/);
  }
}, 3_600_000);
