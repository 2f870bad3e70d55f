import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../errors.ts';
import { decompressed } from '../decompress.ts';
import type { ByteChunks } from '../memory-trace.ts';
import { crc32Bytes } from './checks.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
const hasXz = spawnSync('xz', ['--version']).status === 0;

async function* pieces(bytes: Uint8Array, size: number): ByteChunks {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpacked(bytes: Uint8Array, size = 4096): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of decompressed(bytes, pieces(bytes, size), 'a.xz')!) parts.push(part);
  return Buffer.concat(parts);
}
const outcome = (bytes: Uint8Array) =>
  unpacked(bytes).catch((error: unknown) =>
    error instanceof UserError ? error.message : `crash: ${error}`,
  );

/** Machine code, which branch filters change; this process is a program too. */
const program = readFileSync(process.execPath).subarray(2_000_000, 2_400_000);
const packed = (options: readonly string[], input: Uint8Array = program) =>
  spawnSync('xz', ['-c', ...options], { input, maxBuffer: 2 ** 28 }).stdout;

describe.skipIf(!hasXz)('what xz packs', () => {
  it.each(['none', 'crc32', 'crc64', 'sha256'])('is read with the check %s', async (check) => {
    expect((await unpacked(packed(['-C', check]))).equals(program)).toBe(true);
  });

  it.each([
    ['--x86', '--lzma2'],
    ['--arm', '--lzma2'],
    ['--armthumb', '--lzma2'],
    ['--powerpc', '--lzma2'],
    ['--sparc', '--lzma2'],
    ['--ia64', '--lzma2'],
    ['--delta=dist=1', '--lzma2'],
    ['--delta=dist=256', '--lzma2'],
    ['--x86=start=4096', '--lzma2'],
    ['--x86', '--delta=dist=3', '--arm', '--lzma2=preset=1'],
  ])('is read with the filters %s %s %s', async (...filters) => {
    const how = filters.filter((filter) => filter !== undefined);
    expect((await unpacked(packed([...how, '-C', 'crc64']), 777)).equals(program)).toBe(true);
    expect((await unpacked(packed([...how, '-C', 'sha256']), 1_000_000)).equals(program)).toBe(
      true,
    );
  });

  it('is read with the filter for 64-bit ARM, which xz has from version 5.4', async () => {
    const bytes = packed(['--arm64', '--lzma2', '-C', 'crc32']);
    if (bytes.length > 0) expect((await unpacked(bytes)).equals(program)).toBe(true);
  });

  it('is read in several blocks and several streams with zeros between', async () => {
    const blocks = packed(['--block-size=64KiB', '-C', 'sha256']);
    const whole = Buffer.concat([blocks, Buffer.alloc(8), packed(['--x86', '--lzma2'])]);
    expect((await unpacked(whole)).equals(Buffer.concat([program, program]))).toBe(true);
    expect(await unpacked(packed(['-C', 'sha256'], new Uint8Array(0)))).toHaveLength(0);
  });

  it('is refused by name where a dictionary is larger than the decoder takes', async () => {
    expect(await outcome(packed(['--lzma2=dict=512MiB']))).toMatch(
      /a\.xz: expected a whole xz stream, found an unsupported option: a dictionary of 512 MiB.*Pack it again/,
    );
  });

  it('is refused when the check of its bytes differs, with and without filters', async () => {
    for (const options of [
      ['-C', 'sha256'],
      ['-C', 'crc64', '--x86', '--lzma2'],
      ['-C', 'crc32'],
    ]) {
      const bytes = packed(options, Buffer.from('abcdefghijklmnopqrstuvwxyz'));
      // The check stands before the index of 8 bytes and the footer of 12.
      bytes[bytes.length - 21]! ^= 1;
      expect(await outcome(bytes)).toMatch(/expected a whole xz stream, found/);
    }
  });

  it('damaged anywhere gives its bytes or one message', async () => {
    const plain = Buffer.from(program.subarray(0, 3000));
    const seeds = [
      ['-C', 'sha256'],
      ['--x86', '--delta=dist=2', '--lzma2', '-C', 'crc64'],
    ];
    const files = seeds.map((options) => packed(options, plain));
    const damage = fc.record({
      file: fc.constantFrom(...files),
      pokes: fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 4 }),
      header: fc.array(fc.tuple(fc.nat(20), fc.nat(255)), { maxLength: 2 }),
      cut: fc.nat(40_000),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, pokes, header, cut }) => {
        const bytes = Buffer.from(file);
        for (const [at, value] of pokes) bytes[12 + (at % (bytes.length - 12))] = value;
        // A header changed with its checksum made to fit: options nobody wrote.
        const end = 12 + (bytes[12]! + 1) * 4 - 4;
        if (header.length > 0 && end < bytes.length - 4) {
          for (const [at, value] of header) bytes[13 + (at % Math.max(1, end - 13))] = value;
          bytes.set(crc32Bytes(bytes.subarray(12, end)), end);
        }
        const result = await outcome(
          cut < bytes.length ? bytes.subarray(0, Math.max(6, cut)) : bytes,
        );
        if (typeof result === 'string') expect(result).toMatch(/^a\.xz: expected/);
        else expect(result.equals(plain)).toBe(true);
      }),
      { numRuns: full ? 100_000 : 300, seed: full ? Date.now() % 2 ** 31 : 3 },
    );
  });
});

const sample = fileURLToPath(
  new URL('../../../../../shared/data/failing-inputs/trace-sha256.champsim.xz', import.meta.url),
);
it.skipIf(!existsSync(sample))('a trace with a SHA-256 check is read whole', async () => {
  expect(await unpacked(readFileSync(sample))).toHaveLength(320_000);
});
