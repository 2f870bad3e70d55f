import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { framedSnappy, perfLines, traceSeeds } from '../../../test/memory-traces.ts';
import { UserError } from '../../errors.ts';
import { decompressed } from './decompress.ts';
import { memoryTraceFormats } from './index.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { openMemoryTrace } from './open.ts';

const runs = process.env.VIRTCOST_FULL ? 100_000 : 1_500;
const seed = process.env.VIRTCOST_FULL ? Date.now() : 7;

const { lackey, compact, drmemtrace, champsim } = traceSeeds;
const csv = Buffer.from('pid,kind,address\n1,R,0x1000\n1,W,8192\n2,M,0xffff800000001000\n');
const seeds: Buffer[] = [drmemtrace, champsim, csv, lackey, compact, Buffer.from(perfLines)];

/** A valid file with bytes overwritten, a piece doubled and the end cut off; or noise. */
const hostile = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 5,
    arbitrary: fc
      .record({
        file: fc.constantFrom(...seeds),
        pokes: fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 6 }),
        cut: fc.nat(4000),
        twice: fc.tuple(fc.nat(4000), fc.nat(4000)),
      })
      .map(({ file, pokes, cut, twice }) => {
        const [from, to] = [...twice].map((at) => at % (file.length + 1)).sort((a, b) => a - b);
        const bytes = Buffer.concat([file.subarray(0, to), file.subarray(from)]);
        for (const [at, value] of pokes) bytes[at % bytes.length] = value;
        return new Uint8Array(bytes.subarray(0, cut % 7 === 0 ? cut % bytes.length : bytes.length));
      }),
  },
);

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** What a reader makes of bytes: all its words, and the message it ended with. */
async function outcome(format: MemoryTraceFormat, bytes: Uint8Array, size: number) {
  const words: bigint[] = [];
  try {
    for await (const chunk of format.read(pieces(bytes, size), 'f')) words.push(...chunk);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { words, error: error.message };
  }
  return { words, error: undefined };
}

describe('hostile bytes', () => {
  it.each(memoryTraceFormats.map((format) => [format.id, format] as const))(
    '%s ends with words below 2^58 of kind 0 to 2 or one clear message, however the bytes come in',
    async (_, format) => {
      await fc.assert(
        fc.asyncProperty(hostile, fc.integer({ min: 1, max: 100 }), async (bytes, size) => {
          format.sniff(bytes);
          const cut = await outcome(format, bytes, size);
          const whole = await outcome(format, bytes, 1 << 20);
          expect(cut.error === undefined).toBe(whole.error === undefined);
          if (whole.error === undefined) expect(cut.words).toEqual(whole.words);
          else expect(whole.error).toMatch(/^f(:\d+| at byte \d+)?: expected .*, found/s);
          for (const word of whole.words) {
            expect(word < 1n << 58n && (word & 3n) !== 3n).toBe(true);
          }
        }),
        { numRuns: Math.ceil(runs / memoryTraceFormats.length), seed },
      );
    },
    3_600_000,
  );

  const packed = [gzipSync(drmemtrace), framedSnappy(drmemtrace), framedSnappy(champsim, true)];
  it('a damaged compressed stream ends with its bytes or one clear message', async () => {
    const damaged = fc.record({
      file: fc.constantFrom(...packed),
      pokes: fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 4 }),
      keep: fc.double({ min: 0.1, max: 1, noNaN: true }),
      size: fc.integer({ min: 1, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ file, pokes, keep, size }) => {
        const bytes = Buffer.from(file.subarray(0, Math.max(12, Math.round(keep * file.length))));
        for (const [at, value] of pokes) bytes[10 + (at % (bytes.length - 10))] = value;
        let plain = 0;
        try {
          const chunks = decompressed(bytes, pieces(bytes, size), 'f');
          if (chunks) for await (const chunk of chunks) plain += chunk.length;
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
        expect(plain).toBeLessThan(1 << 24);
      }),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  }, 3_600_000);

  it('a damaged zip archive ends with its references or one clear message', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'virtcost-zip-'));
    const zip = Buffer.from(zipSync({ 'chunk.0': drmemtrace, 'chunk.1': drmemtrace }));
    const path = join(folder, 'a.zip');
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(zip.length - 5), fc.nat(255)), { maxLength: 4 }),
          fc.nat(zip.length),
          async (pokes, cut) => {
            const bytes = Buffer.from(cut % 3 === 0 ? zip.subarray(0, cut + 4) : zip);
            for (const [at, value] of pokes) bytes[4 + (at % (bytes.length - 4 || 1))] = value;
            await writeFile(path, bytes);
            try {
              const { words } = await openMemoryTrace(path);
              let count = 0;
              for await (const chunk of words) count += chunk.length;
              expect(count).toBeGreaterThan(0);
            } catch (error) {
              expect(error).toBeInstanceOf(UserError);
            }
          },
        ),
        { numRuns: Math.ceil(runs / 10), seed },
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 3_600_000);

  it('a long trace is read in constant memory', async () => {
    const format = memoryTraceFormats.find(({ id }) => id === 'drmemtrace')!;
    const chunk = Buffer.concat(Array.from({ length: 200 }, () => drmemtrace));
    async function* endless() {
      for (let i = 0; i < 300; i++) yield chunk;
    }
    let words = 0;
    let longest = 0;
    for await (const batch of format.read(endless(), 'f')) {
      words += batch.length;
      longest = Math.max(longest, batch.length);
    }
    expect(words).toBe(300 * 200 * 40);
    expect(longest).toBeLessThanOrEqual(200 * 40);
  });
});
