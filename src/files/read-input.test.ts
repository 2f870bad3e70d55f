import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readKsmRecords } from '../evidence/linux-ksm/records.ts';
import { readKsmSnapshot } from '../formats/ksm-sysfs.ts';
import { readPlanetLabDay } from '../formats/planetlab.ts';
import { readBytes, readFailure, readText } from './read-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a file is read whole up to the limit and refused one byte beyond', async () => {
  const path = join(folder, 'bytes');
  const bytes = Buffer.from(Array.from({ length: 3_000_001 }, (_, i) => i % 251));
  writeFileSync(path, bytes);
  expect((await readBytes(path, bytes.length)).equals(bytes)).toBe(true);
  await expect(readBytes(path, bytes.length - 1)).rejects.toThrow(/at most 3000000 bytes/);
  await expect(readBytes(folder, 10)).rejects.toThrow(/found a directory/);
});

it('what cannot be read says what to do', async () => {
  await expect(readText('-', 10)).rejects.toThrow(/no such file\. Standard input is \/dev\/stdin/);
  const seek = Object.assign(new Error('ESPIPE: invalid seek, read'), { code: 'ESPIPE' });
  expect(readFailure('/dev/stdin', seek).message).toMatch(/write it to a file first/);
});

it('what is neither text of a load nor an archive is not called a broken one', async () => {
  const path = join(folder, 'sar.txt');
  writeFileSync(path, 'Linux 6.1.0 (h)  01/01/26  _x86_64_ (4 CPU)\n');
  await expect(readPlanetLabDay(path)).rejects.toThrow(/found something else/);
});

// /dev/zero states a size of 0 and never ends: only counting what is read stops it
it('an endless device is refused before it is read', async () => {
  await expect(readText('/dev/zero', 100_000)).rejects.toThrow(/expected a file, found a device/);
  await expect(readPlanetLabDay('/dev/zero')).rejects.toThrow(/found a device/);
  await expect(readKsmRecords('/dev/zero')).rejects.toThrow(/found a device/);
  expect(() => readKsmSnapshot('/dev/zero')).toThrow(/64 KiB|found a device/);
});
