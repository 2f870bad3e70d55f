import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../support.ts';

const fifo = join(mkdtempSync(join(tmpdir(), 'virtcost-fifo-')), 'pipe');
execFileSync('mkfifo', [fifo]);

/** Every command that reads a file, with the place of the file marked. */
const readers = [
  ['run', '@'],
  ['translate', '--trace', '@'],
  ['price', '--from', 'perf-kvm-stat', '@'],
  ['import', '@'],
  ['migrate', '--from', '@'],
  ['migrate', '--evacuate', '@'],
  ['dedup', '@'],
  ['dedup', '--sysfs', '@'],
  ['dedup', '--population', '@'],
  ['overcommit', '@'],
  ['blocks', 'inspect', '@'],
  ['blocks', 'replay', '--trace', '@'],
  ['plan', '@'],
  ['plan', 'simulate', '@'],
  ['host', 'show', '@/x.json'],
  ['validate', 'translation', '--data', '@'],
  ['predict', 'containers', '--data', '@'],
];

describe('a pipe without a writer, or a device', () => {
  it.each(readers.map((args) => [args.join(' '), args] as const))(
    '%s: refused at once',
    (_, args) => {
      for (const path of [fifo, '/dev/zero']) {
        const words = args.map((word) => word.replace('@', path));
        const { status, stderr, error } = spawnSync(process.execPath, [cli, ...words], {
          encoding: 'utf8',
          timeout: 30_000,
        });
        expect(error, `${words.join(' ')} did not end`).toBeUndefined();
        expect(status, stderr).toBe(2);
        expect(stderr.trim().split('\n').length, stderr).toBeLessThanOrEqual(2);
      }
    },
    90_000,
  );
});
