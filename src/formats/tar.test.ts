import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { tarFiles } from './tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What GNU tar makes of files in one of its formats, members in the order given. */
function packed(format: string, files: Readonly<Record<string, string>>): Uint8Array {
  const here = mkdtempSync(join(folder, 'in-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(here, name)), { recursive: true });
    writeFileSync(join(here, name), content);
  }
  symlinkSync('nowhere', join(here, 'link'));
  const names = [...Object.keys(files), 'link'];
  return execFileSync('tar', ['-C', here, `--format=${format}`, '-cf', '-', '--', ...names], {
    maxBuffer: 2 ** 26,
  });
}

const read = (archive: Uint8Array) =>
  Object.fromEntries(
    [...tarFiles(archive, 'a.tar')].map(({ name, data }) => [name, new TextDecoder().decode(data)]),
  );

it('files of each format of GNU tar come back, links do not', () => {
  const deep = `${'d'.repeat(70)}/${'e'.repeat(60)}/${'f'.repeat(90)}`;
  const files = { one: 'x'.repeat(512), empty: '', 'sub/two': 'y'.repeat(513) };
  expect(read(packed('v7', files))).toEqual(files);
  for (const format of ['ustar', 'gnu', 'pax']) {
    expect(read(packed(format, { ...files, [deep]: 'z' }))).toEqual({ ...files, [deep]: 'z' });
  }
  const longer = `${'g'.repeat(200)}/${'\u7edf'.repeat(80)}`;
  for (const format of ['gnu', 'pax'])
    expect(read(packed(format, { [longer]: 'z', after: 'w' }))).toEqual({
      [longer]: 'z',
      after: 'w',
    });
});

const complaint = (archive: Uint8Array): string => {
  try {
    read(archive);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
};

it('a cut archive, a broken header and a size that is none are named with their offset', () => {
  const whole = packed('gnu', { one: 'x'.repeat(2000), two: 'y' });
  expect(complaint(whole.subarray(0, 1500))).toMatch(/a\.tar at byte 512: expected 2000 bytes/);
  expect(complaint(whole.subarray(0, 300))).toMatch(
    /at byte 0: expected a tar header of 512 bytes/,
  );
  const broken = Uint8Array.from(whole);
  broken[3] = 0x41;
  expect(complaint(broken)).toMatch(/at byte 0: expected a tar header, found a checksum/);
  const unsized = Uint8Array.from(whole);
  // '9' is no octal digit; the checksum is made to fit.
  const was = unsized[130]!;
  unsized[130] = 0x39;
  const sum = Number.parseInt(new TextDecoder().decode(unsized.subarray(148, 154)), 8) + 0x39 - was;
  unsized.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  expect(complaint(unsized)).toMatch(/at byte 124: expected a size/);
});

it('any bytes give files or one message, and a changed byte of a header is noticed', () => {
  const whole = packed('ustar', { one: 'hello', two: 'there' });
  fc.assert(
    fc.property(fc.nat(511), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at]! + by) % 256;
      // Within the field of the sum itself blanks may stand for blanks.
      return complaint(changed) !== '' || (at >= 148 && at < 156);
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      complaint(bytes);
    }),
    { numRuns: 100 },
  );
});
