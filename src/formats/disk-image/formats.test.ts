import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../../test/memory-source.ts';
import { UserError } from '../../errors.ts';
import { chainExtents, closeChain, type DiskChain, openChain } from './chain.ts';
import { detectFormat, diskFormats } from './formats.ts';
import type { DiskLayer } from './layer.ts';

const FIXTURES = [
  'sparse.vmdk',
  'stream.vmdk',
  'dynamic.vdi',
  'dynamic.vpc',
  'dynamic.vhdx',
] as const;
type Fixture = (typeof FIXTURES)[number];
const images = new Map(FIXTURES.map((name) => [name, gunzipSync(fixture(`${name}.gz`))]));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

function image(name: Fixture): { bytes: Uint8Array; view: DataView } {
  const bytes = images.get(name)!.slice();
  return { bytes, view: new DataView(bytes.buffer) };
}

function open(bytes: Uint8Array): DiskLayer {
  const file = memorySource(bytes);
  return detectFormat(file)!.open!(file);
}

function mapOf(chain: DiskChain): object[] {
  return Array.from(chainExtents(chain), ({ source: _, offset, ...extent }) =>
    offset === -1 ? extent : { ...extent, offset },
  );
}

const alone = (bytes: Uint8Array): DiskChain => ({ layers: [open(bytes)], missing: null });

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('disk images of other makers', () => {
  it.each(FIXTURES)('%s has the map qemu-img gives it', (name) => {
    const expected = JSON.parse(new TextDecoder().decode(fixture(`${name}.map.json`)));
    expect(mapOf(alone(image(name).bytes))).toEqual(expected);
  });

  it('survives any change of bytes with a whole map or one clear error', () => {
    const change = fc.record({
      name: fc.constantFrom(...FIXTURES),
      changes: fc.array(fc.record({ at: fc.nat(0xffffff), value: fc.nat(255), near: fc.nat(4) }), {
        minLength: 1,
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(change, ({ name, changes }) => {
        const { bytes } = image(name);
        // Headers, the tables behind them, and where VHDX keeps its metadata and its block table.
        const zones: [number, number][] = [
          [0, 512],
          [512, 4096],
          [0, bytes.length],
          [2 * 2 ** 20, 70_000],
          [3 * 2 ** 20, 4096],
        ];
        for (const { at, value, near } of changes) {
          const [start, length] = zones[near]!;
          if (start < bytes.length)
            bytes[start + (at % Math.min(length, bytes.length - start))] = value;
        }
        try {
          const chain = alone(bytes);
          chain.layers[0]!.facts();
          let end = 0;
          for (const { start, length } of chainExtents(chain)) {
            // A disk of no size has one row of nothing.
            const nothing = length <= 0 && chain.layers[0]!.size > 0;
            if (start !== end || nothing) throw new Error('a gap in the map');
            end += length;
            // A forged size can make a map long, but every step of it moves on.
            if (end > 2 ** 50) break;
          }
        } catch (error) {
          // Bytes that change the magic make it another format, or raw.
          const other =
            error instanceof TypeError && detectFormat(memorySource(bytes))?.open == null;
          if (!other && !(error instanceof UserError)) throw error;
        }
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 100_000 : 600 },
    );
  }, 3_600_000);

  it.each([
    ['QED', 'QED\0'],
    ['Parallels', 'WithoutFreeSpace'],
    ['Parallels', 'WithouFreSpacExt'],
    ['LUKS', 'LUKS\xba\xbe'],
    ['Bochs', 'Bochs Virtual HD Image'],
    ['qcow (version 1)', 'QFI\xfb\0\0\0\x01'],
    ['seSparse', '\xbe\xba\xfe\xca\0\0\0\0'],
    ['EWF', 'EVF\t\r\n\xff\0'],
    ['gzip', '\x1f\x8b\x08'],
    ['xz', '\xfd7zXZ\0'],
    ['zip', 'PK\x03\x04'],
    ['tar', `${'a'.repeat(257)}ustar`],
    ['DMG', `${'\0'.repeat(4096 - 512)}koly`],
  ])('refuses %s by its name', (name, magic) => {
    const bytes = new Uint8Array(4096);
    bytes.set(Array.from(magic, (character) => character.charCodeAt(0)));
    const path = file('refused.dmg', bytes);
    expect(() => openChain(path)).toThrow(UserError);
    expect(() => openChain(path)).toThrow(name);
    // Said to be raw it is a raw disk.
    const chain = openChain(path, 'raw');
    expect(chain.layers[0]).toMatchObject({ format: 'raw', size: 4096 });
    closeChain(chain);
  });

  it('of no size has one row of nothing, as qemu-img prints', () => {
    const chain = openChain(file('empty.raw', ''));
    expect(mapOf(chain)).toEqual([
      { start: 0, length: 0, depth: 0, present: false, zero: false, data: false },
    ]);
    closeChain(chain);
  });

  it('tells a fixed VPC by the footer of a file named as one, and maps it as raw', () => {
    const bytes = new Uint8Array(8192);
    bytes.set(new TextEncoder().encode('conectix'), 7680);
    bytes[7680 + 63] = 2;
    for (const [name, footer] of [
      ['fixed.vhd', { fixedVpcFooter: true }],
      ['fixed.img', {}],
    ] as const) {
      const chain = openChain(file(name, bytes));
      expect(chain.layers[0]!.size).toBe(8192);
      expect(chain.layers[0]!.facts()).toEqual({ holes: 'file system', ...footer });
      closeChain(chain);
    }
  });

  it('is told by its first bytes, and refused as what it is not', () => {
    const path = file('a.vmdk', image('sparse.vmdk').bytes);
    expect(() => openChain(path, 'vdi')).toThrow('the magic of vdi, found one of vmdk');
    expect(() => openChain(path, 'bogus')).toThrow('"bogus", which is not read here');
  });

  it('says of every format it reads how to make one', () => {
    for (const { id, open: read, make } of diskFormats)
      expect(make !== null, id).toBe(read !== null);
  });
});

describe('VMDK', () => {
  const descriptor = (...lines: string[]) =>
    ['# Disk DescriptorFile', 'version=1', 'CID=12345678', 'parentCID=ffffffff', ...lines].join(
      '\n',
    );

  it('puts the extents of a descriptor one after the other, each in its own file', () => {
    file('a-flat.vmdk', new Uint8Array(8192).fill(1));
    file('b.vmdk', image('sparse.vmdk').bytes);
    const text = descriptor('RW 16 FLAT "a-flat.vmdk" 0', 'RW 40960 SPARSE "b.vmdk"');
    const chain = openChain(file('disk.vmdk', text));
    const map = mapOf(chain);
    closeChain(chain);
    expect(chain.layers[0]!.size).toBe(8192 + 20 * 2 ** 20);
    expect(map[0]).toMatchObject({ start: 0, length: 8192, data: true, offset: 0 });
    expect(map[1]).toMatchObject({ start: 8192, length: 2 ** 20, present: false });
  });

  it('is known by the version of its descriptor, whatever comments stand above it', () => {
    file('a-flat.vmdk', new Uint8Array(8192).fill(1));
    for (const start of ['# made elsewhere\r\n\r\nversion=1\r\n', '\n# x\nversion = 2\n']) {
      const chain = openChain(file('disk.vmdk', `${start}RW 16 FLAT "a-flat.vmdk" 0\r\n`));
      expect(chain.layers[0]).toMatchObject({ format: 'vmdk', size: 8192 });
      closeChain(chain);
    }
  });

  it('a descriptor is not looked for where no file reaches', () => {
    const bytes = Uint8Array.from(image('sparse.vmdk').bytes);
    const head = new DataView(bytes.buffer);
    head.setBigUint64(12, 0n, true);
    for (const sector of [2n ** 40n, 2n ** 44n, 2n ** 63n]) {
      head.setBigUint64(28, sector, true);
      expect(() => openChain(file('far.vmdk', bytes))).toThrow(UserError);
    }
  });

  it('reads a copy-on-write extent of ESX', () => {
    const path = file('cowd.vmdk', cowd());
    const chain = openChain(path);
    expect(mapOf(chain)).toEqual([
      { start: 0, length: 512, depth: 0, present: false, zero: true, data: false },
      { start: 512, length: 512, depth: 0, present: true, zero: false, data: true, offset: 65536 },
      { start: 1024, length: 3072, depth: 0, present: false, zero: true, data: false },
    ]);
    closeChain(chain);
  });

  it('names its parent, and that it is missing', () => {
    const { bytes } = image('sparse.vmdk');
    const hint = 'parentFileNameHint="gone.vmdk"\n';
    const text = new TextDecoder('latin1').decode(bytes.subarray(512, 512 * 21));
    const end = text.indexOf('\0');
    bytes.set(new TextEncoder().encode(hint), 512 + end);
    const chain = openChain(file('child.vmdk', bytes));
    expect(chain.missing).toMatchObject({ name: 'gone.vmdk' });
    closeChain(chain);
  });

  it.each([
    ['an extent that is not there', 'RW 16 FLAT "gone.vmdk" 0', 'gone.vmdk'],
    ['a folder as an extent', 'RW 16 FLAT "/" 0', 'regular file'],
    ['a device as an extent', 'RW 16 FLAT "/dev/zero" 0', 'regular file'],
    ['an extent that may not be written', 'RDONLY 16 FLAT "a-flat.vmdk" 0', 'RDONLY'],
    ['a type it does not know', 'RW 16 SESPARSE "a-flat.vmdk"', 'SESPARSE'],
    ['a flat extent without its first sector', 'RW 16 FLAT "a-flat.vmdk"', 'first sector'],
    ['an extent of no sectors', 'RW 0 FLAT "a-flat.vmdk" 0', 'above 0'],
    ['a sparse extent that is raw', 'RW 16 SPARSE "a-flat.vmdk"', 'other bytes'],
    ['no extent at all', 'ddb.adapterType = "ide"', '1 to 2048 extents'],
  ])('refuses a descriptor with %s', (_, line, message) => {
    file('a-flat.vmdk', new Uint8Array(8192).fill(1));
    const path = file('bad.vmdk', descriptor(line));
    expect(() => openChain(path)).toThrow(UserError);
    expect(() => openChain(path)).toThrow(message);
  });

  it.each(['\n', ' ', '\t\n', 'CID=\n', '# \n', 'RW '])(
    'goes once over a megabyte of %j',
    (filler) => {
      file('a-flat.vmdk', new Uint8Array(8192).fill(1));
      const lines = descriptor(
        filler.repeat(2 ** 20 / filler.length),
        'RW 16 FLAT "a-flat.vmdk" 0',
      );
      // The extents beyond the first MiB are not looked at.
      expect(() => openChain(file('long.vmdk', lines))).toThrow('1 to 2048 extents, found 0');
    },
  );

  it('refuses two entries for one grain table, and tables outside the file', () => {
    const shared = image('sparse.vmdk');
    const directory = Number(shared.view.getBigUint64(56, true)) * 512;
    // Twice the disk, and the second half has the table of the first.
    shared.view.setBigUint64(12, 4n * shared.view.getBigUint64(12, true), true);
    shared.view.setUint32(directory + 4, shared.view.getUint32(directory, true), true);
    expect(() => open(shared.bytes)).toThrow('a grain table of its own');
    const outside = image('sparse.vmdk');
    outside.view.setUint32(directory, 0x7fff_ffff, true);
    expect(() => open(outside.bytes)).toThrow('a grain table inside the file');
    const large = image('sparse.vmdk');
    large.view.setBigUint64(12, 2n ** 40n, true);
    expect(() => open(large.bytes)).toThrow('a grain directory inside the file');
  });

  it('finds the tables of a stream by its footer, and says when it was cut short', () => {
    const expected = mapOf(alone(image('stream.vmdk').bytes));
    const bytes = withFooter();
    expect(mapOf(alone(bytes))).toEqual(expected);
    expect(() => open(bytes.subarray(0, bytes.length - 1024))).toThrow('cut short');
  });
});

/** The stream as other tools write it: the header says that the directory is in a footer. */
function withFooter(): Uint8Array {
  const { bytes, view } = image('stream.vmdk');
  const footer = bytes.slice(0, 512);
  view.setBigUint64(56, 0xffff_ffff_ffff_ffffn, true);
  const marker = new Uint8Array(512);
  new DataView(marker.buffer).setUint32(12, 3, true);
  const whole = new Uint8Array(bytes.length + 1536);
  whole.set(bytes);
  whole.set(marker, bytes.length);
  whole.set(footer, bytes.length + 512);
  return whole;
}

/** Eight grains of one sector, the second of them at 64 KiB of the file. */
function cowd(): Uint8Array {
  const bytes = new Uint8Array(65536 + 512);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('COWD'));
  [1, 3, 8, 1, 4, 1].forEach((field, i) => {
    view.setUint32(4 + i * 4, field, true);
  });
  view.setUint32(4 * 512, 8, true);
  view.setUint32(8 * 512 + 4, 128, true);
  return bytes;
}

describe('VDI', () => {
  it('refuses a block map that does not fit, and a size its blocks cannot hold', () => {
    const many = image('dynamic.vdi');
    many.view.setUint32(384, 0x3fff_ffff, true);
    expect(() => open(many.bytes)).toThrow('a block map inside the file');
    const large = image('dynamic.vdi');
    large.view.setBigUint64(368, 2n ** 40n, true);
    expect(() => open(large.bytes)).toThrow('a disk of at most 20 blocks');
  });

  it('shows a differencing image alone, its parent named by UUID', () => {
    const { bytes } = image('dynamic.vdi');
    bytes.fill(0xab, 424, 440);
    const chain = openChain(file('diff.vdi', bytes));
    expect(chain.missing).toMatchObject({ name: `UUID ${'ab'.repeat(16)}` });
    const [first] = mapOf(chain);
    expect(first).toEqual({
      start: 0,
      length: 2 ** 20,
      depth: 0,
      present: false,
      zero: false,
      data: false,
    });
    closeChain(chain);
  });
});

describe('VPC', () => {
  it('refuses a differencing image, and a table outside the file', () => {
    const differencing = image('dynamic.vpc');
    differencing.view.setUint32(60, 4);
    expect(() => open(differencing.bytes)).toThrow('a differencing one');
    const outside = image('dynamic.vpc');
    outside.view.setBigUint64(512 + 16, 2n ** 40n);
    expect(() => open(outside.bytes)).toThrow('a block table inside the file');
  });

  /** 10 blocks of 2 MiB; the geometry of the file rounds up to 22,528 bytes more. */
  const tenBlocks = 10 * 2 ** 21;
  const byBytes = (creator: string, entries: number, bytes: number) => {
    const changed = image('dynamic.vpc');
    changed.bytes.set(Buffer.from(creator), 28);
    changed.view.setBigUint64(48, BigInt(bytes));
    changed.view.setUint32(512 + 28, entries);
    return changed.bytes;
  };

  it('has the size in bytes where its maker rounds the geometry up', () => {
    expect(open(byBytes('qemu', 11, tenBlocks)).size).toBe(20_994_048);
    expect(open(byBytes('xo  ', 11, tenBlocks)).size).toBe(tenBlocks);
    const lengths = mapOf(alone(byBytes('xo  ', 10, tenBlocks))) as { length: number }[];
    expect(lengths.reduce((sum, { length }) => sum + length, 0)).toBe(tenBlocks);
  });

  it('has the size in bytes where its table has no room for the geometry', () => {
    expect(open(byBytes('abcd', 10, tenBlocks)).size).toBe(tenBlocks);
    expect(() => open(byBytes('abcd', 10, tenBlocks + 512))).toThrow(
      'entries for a disk of 20972032 bytes',
    );
  });
});
