import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrace } from '../src/formats/block-traces/read-trace.ts';
import { readInventory } from '../src/formats/inventory/index.ts';
import { decompressed } from '../src/formats/memory-trace/decompress.ts';
import { readPlanetLabDay } from '../src/formats/planetlab.ts';
import { root } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-unpack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const save = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

const complaint = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'read',
    (error: Error) => error.message,
  );

/** A zip of a few bytes whose directory says that its part unpacks to `bytes`: nothing is packed behind it. */
function declaring(name: string, bytes: number): Uint8Array {
  const zip = Buffer.from(zipSync({ [name]: Buffer.from('<worksheet/>') }));
  const local = zip.indexOf(Buffer.from([0x50, 0x4b, 3, 4]));
  const central = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  zip.writeUInt32LE(bytes, local + 22);
  zip.writeUInt32LE(bytes, central + 24);
  return zip;
}

/** Everything that unpacks, and what bounds it; a new one has to say. */
const unpackers: Readonly<Record<string, string>> = {
  'formats/block-traces/read-trace.ts': 'a stream, with a longest line',
  'formats/inventory/archive.ts': 'sizes the directory declares, before anything is unpacked',
  'formats/inventory/open.ts': 'a stream, with a largest text',
  'formats/memory-trace/decompress.ts': 'a stream that is read on only as it is used',
  'formats/memory-trace/snappy.ts': 'chunks of at most 64 KiB, by the length each states',
  'formats/memory-trace/xz/unxz.ts': 'a stream with a largest dictionary (xz/unxz.test.ts)',
  'formats/memory-trace/xz/checks.ts': 'checksums alone',
  'formats/memory-trace/zip.ts': 'a stream, member by member',
  'formats/parquet-decode.ts': 'a thread with a memory limit and a deadline',
  'formats/planetlab.ts': 'a largest archive, by how much is packed',
  'evidence/linux-ksm/records.ts': 'a largest text',
  // Files of ours alone, shipped beside the code.
  'evidence/bundled.ts': 'data that is shipped',
  // In a page: what the page was made with, and a stream.
  'report/client/live/payload.ts': 'data of the page',
  'report/client/live/traces.ts': 'a stream that is read on only as it is used',
  // A checksum alone.
  'load-chunk.ts': 'what the build compiled',
  // These pack.
  'report/live-html.ts': 'packs',
};

it('whatever unpacks is known here with its bound', () => {
  const unpacks =
    /from '(?:node:zlib|fflate|yauzl|hyparquet-compressors|[^']*lzma[^']*|xz-decompress|zstd[^']*)'|new DecompressionStream\(/;
  const found = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name) && !name.includes('generated/'))
    .filter((name) => unpacks.test(readFileSync(join(root, 'src', name), 'utf8')));
  expect(found.filter((name) => !Object.hasOwn(unpackers, name))).toEqual([]);
  expect(Object.keys(unpackers).filter((name) => !found.includes(name))).toEqual([]);
});

describe('a small file that says it is large', () => {
  it('a workbook whose directory declares 2 GiB is refused before it is unpacked', async () => {
    const path = save('declares.xlsx', declaring('xl/worksheets/sheet1.xml', 2 ** 31));
    expect(await complaint(readInventory(path))).toMatch(/2147483648.*zip bomb/s);
  });

  it('a PlanetLab archive of 64 MiB of zeros in 64 KiB is refused at 32 MiB', async () => {
    const path = save('day.tar.gz', gzipSync(Buffer.alloc(64 * 2 ** 20)));
    expect(await complaint(readPlanetLabDay(path))).toMatch(
      /expected a whole tar\.gz archive, found Cannot create a Buffer larger than 33554432 bytes/,
    );
  });

  it('a block trace of one line without end is refused at the longest line', async () => {
    const path = save('line.csv.gz', gzipSync(Buffer.alloc(64 * 2 ** 20, '1')));
    const read = async () => {
      for await (const batch of readTrace(path, 'alibaba')) expect(batch).toEqual([]);
    };
    expect(await complaint(read())).toMatch(
      /line\.csv\.gz:1: expected a line of text, found no end of it/,
    );
  });

  it('a packed memory trace is unpacked only as far as it is used', async () => {
    const packed = gzipSync(Buffer.alloc(64 * 2 ** 20));
    let pulled = 0;
    async function* pieces() {
      for (let at = 0; at < packed.length; at += 512) {
        pulled++;
        yield packed.subarray(at, at + 512);
      }
    }
    const plain = decompressed(packed, pieces(), 'trace.gz');
    for await (const chunk of plain ?? []) {
      expect(chunk.length).toBeLessThanOrEqual(256 * 1024);
      break;
    }
    expect(pulled).toBeLessThan(packed.length / 512 / 2);
  });
});
