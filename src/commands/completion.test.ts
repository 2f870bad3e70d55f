import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { beforeAll, expect, it, vi } from 'vitest';
import { commands, registerCommands } from './index.ts';

const scripts: Record<string, string> = {};
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    });
    const program = new Command().exitOverride();
    await registerCommands(program, 'completion');
    await program.parseAsync(['completion', shell], { from: 'user' });
    vi.restoreAllMocks();
    scripts[shell] = out;
  }
}, 60_000);

/** What bash offers after these words; the last is the one being written. */
const offered = (...words: string[]): string[] =>
  execFileSync(
    'bash',
    [
      '--norc',
      '-c',
      `${scripts.bash}\nCOMP_WORDS=("$@")\nCOMP_CWORD=$(($# - 1))\n_virtcost\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      ...words,
    ],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter((word) => word !== '');

it('bash completes every command, its parts, and the options of each', () => {
  const all = offered('virtcost', '');
  for (const name of Object.keys(commands)) expect(all).toContain(name);
  expect(offered('virtcost', 'mig')).toEqual(['migrate']);
  expect(offered('virtcost', 'host', 'pr')).toEqual(['probe']);
  expect(offered('virtcost', 'host', 'probe', '--ro')).toEqual(['--rounds']);
  expect(offered('virtcost', 'check', 'x', '--stored')).toEqual(['--stored-seconds']);
  expect(offered('virtcost', 'nothing', '')).toEqual([]);
});

it('bash completes the values of an option where they are known, of the command or of its part', () => {
  expect(offered('virtcost', 'migrate', '--format', '')).toEqual([
    'table',
    'markdown',
    'csv',
    'json',
  ]);
  expect(offered('virtcost', 'host', 'list', '--format', 'c')).toEqual(['csv']);
  expect(offered('virtcost', 'price', '--lang', '')).toEqual(['en', 'zh']);
  expect(offered('virtcost', 'io', '--kind', 'p')).toEqual(['packet']);
  expect(offered('virtcost', 'translate', '--host', 'epyc-zen3')).toEqual(['epyc-zen3-2021']);
  expect(offered('virtcost', 'completion', '')).toEqual(
    expect.arrayContaining(['bash', 'zsh', 'fish']),
  );
  // What takes a file or a number has no words of its own: the shell offers files.
  expect(offered('virtcost', 'migrate', '--qui')).toEqual(['--quiet']);
});

it('fish gets the values too', () => {
  expect(scripts.fish).toMatch(/from migrate' -l format -x -a 'table markdown csv json' -d /);
});

it('zsh and fish get every command too', () => {
  for (const name of Object.keys(commands)) {
    expect(scripts.zsh).toContain(`'${name}') words=`);
    expect(scripts.fish).toContain(` -a ${name} `);
  }
});
