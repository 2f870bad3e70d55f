// A measurement of the kernel's scanner leaves KSM as it was, however it ends; on a folder that stands for /sys/kernel/mm/ksm.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KsmSettings } from '../bench/ksm-settings.ts';

const original = {
  run: '0',
  pages_shared: '0',
  max_page_sharing: '256',
  smart_scan: '0',
  advisor_mode: '[scan-time] none',
  pages_to_scan: '4000',
  sleep_millisecs: '20',
};
let folder = '';
const at = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-ksm-'));
  for (const [name, value] of Object.entries(original)) {
    writeFileSync(join(folder, name), `${value}\n`);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const restored = () => {
  for (const [name, value] of Object.entries(original)) {
    // A kernel prints its list again; the folder keeps what was written: the word that had been chosen.
    expect(at(name).trim()).toBe(name === 'advisor_mode' ? 'scan-time' : value);
  }
};

describe('settings of KSM', () => {
  test('are put back, those the kernel does not have left alone', () => {
    const settings = new KsmSettings(folder);
    settings.set('run', 1);
    settings.set('pages_to_scan', 99);
    settings.set('advisor_mode', 'none');
    settings.set('use_zero_pages', 1);
    expect([at('run'), at('pages_to_scan'), at('advisor_mode')]).toEqual(['1', '99', 'none']);
    settings.restore();
    restored();
    expect(() => at('use_zero_pages')).toThrow();
  });

  test('one that cannot be put back is said and does not keep the others from it', () => {
    const settings = new KsmSettings(folder);
    settings.set('run', 1);
    settings.set('sleep_millisecs', 5);
    // Nothing can be written where the name is a folder's.
    rmSync(join(folder, 'max_page_sharing'));
    mkdirSync(join(folder, 'max_page_sharing'));
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    settings.restore();
    expect(said.mock.calls.join()).toMatch(/max_page_sharing is not back at 256/);
    said.mockRestore();
    expect([at('run'), at('sleep_millisecs')]).toEqual(['0', '20']);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL', 'throw'] as const)(
    'are back after %s',
    async (how) => {
      const source = `
      import { KsmSettings } from ${JSON.stringify(new URL('../bench/ksm-settings.ts', import.meta.url).href)};
      const settings = new KsmSettings(${JSON.stringify(folder)});
      settings.set('run', 1);
      settings.set('pages_to_scan', 99);
      settings.set('advisor_mode', 'none');
      process.stdout.write('set');
      if (${JSON.stringify(how)} === 'throw') throw new Error('on the way');
      setInterval(() => {}, 1000);`;
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', source],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const gone = once(child, 'exit');
      await once(child.stdout, 'data');
      if (how !== 'throw') child.kill(how);
      const [code] = await gone;
      expect(code).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: null, throw: 1 }[how]);
      // Only the guard is left to do it after SIGKILL, and needs a moment.
      await vi.waitFor(restored, { timeout: 60_000 });
    },
  );

  test('nothing is measured where KSM is missing or in use', () => {
    expect(KsmSettings.hindrance(join(folder, 'none'))).toMatch(/has no KSM/);
    expect(KsmSettings.hindrance(folder)).toBeNull();
    writeFileSync(join(folder, 'pages_shared'), '7\n');
    expect(KsmSettings.hindrance(folder)).toMatch(/in use.*pages_shared/);
  });
});
