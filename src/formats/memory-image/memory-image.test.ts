import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { samePlaces } from './blocks.ts';
import type { MemoryImage } from './image.ts';
import { openMemoryImage } from './open.ts';
import { guestMappings, openProcess } from './process.ts';
import { scanImages } from './scan-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Load {
  address: number;
  data: Uint8Array;
  bytes?: number;
}

/** A 64-bit ELF core with the given PT_LOADs, as dump-guest-memory lays it out. */
function elfCore(loads: readonly Load[], type = 4): Buffer {
  const head = Buffer.alloc(64 + 56 * loads.length);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeUInt16LE(type, 16);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(loads.length, 56);
  let offset = Math.ceil(head.length / 4096) * 4096;
  loads.forEach(({ address, data, bytes = data.length }, i) => {
    const at = 64 + 56 * i;
    head.writeUInt32LE(1, at);
    const words = [offset, 0, address, data.length, bytes];
    words.forEach((word, k) => {
      head.writeBigUInt64LE(BigInt(word), at + 8 + 8 * k);
    });
    offset += data.length;
  });
  const padding = Buffer.alloc(Math.ceil(head.length / 4096) * 4096 - head.length);
  return Buffer.concat([head, padding, ...loads.map((load) => load.data)]);
}

function pages(...kinds: number[]): Uint8Array {
  const bytes = new Uint8Array(kinds.length * 4096);
  kinds.forEach((kind, p) => {
    bytes.fill(kind, p * 4096, (p + 1) * 4096);
  });
  return bytes;
}

describe('raw images', () => {
  it('count zero, unique, intra-VM and inter-VM pages by pair', async () => {
    const a = openMemoryImage(file('a.raw', pages(0, 1, 1, 2, 3, 4)));
    const b = openMemoryImage(file('b.raw', pages(0, 0, 1, 2, 5, 5)));
    const { granularities, matrix } = await scanImages([a, b]);
    expect(granularities[0]).toMatchObject({
      ...{ total: 12, zero: 3, unique_pages: 2, pages_intra_only: 2, pages_inter: 5 },
      ...{ saved_nonzero: 4, saved_intra_vm_only: 2, distinct_nonzero: 5 },
    });
    expect(matrix).toEqual([
      [2, 3],
      [2, 2],
    ]);
  });

  it('that are sparse read as zero pages and store less than their size', async () => {
    const path = file('sparse.raw', pages(7));
    truncateSync(path, 8 * 1024 * 1024);
    const image = openMemoryImage(path);
    expect(image.allocatedBytes).toBeLessThan(1024 * 1024);
    const { granularities } = await scanImages([image]);
    expect(granularities.map((counts) => counts.zero)).toEqual([2047, 511, 127, 3]);
  });
});

describe('ELF cores', () => {
  it('are read by physical address, with memory the file leaves out as zero', async () => {
    const path = file(
      'core.elf',
      elfCore([
        { address: 0x100000, data: pages(1, 2, 3, 4, 5, 6, 7, 8) },
        { address: 0, data: pages(1, 2, 3, 4), bytes: 6 * 4096 },
      ]),
    );
    const image = openMemoryImage(path);
    expect(image.kind).toBe('elf-core');
    expect(image.runs.map((run) => run.firstFrame)).toEqual([0, 256]);
    const { granularities } = await scanImages([image]);
    expect(granularities[0]).toMatchObject({ total: 14, zero: 2, pages_intra_only: 8 });
    // 16 KiB blocks: frames 0-3, 256-259, 260-263; 4 and 5 make no whole block.
    expect(granularities[1]).toMatchObject({ total: 3, zero: 0, pages_intra_only: 2 });
  });

  it('join runs that continue each other, so that blocks may span them', async () => {
    const path = file(
      'joined.elf',
      elfCore([
        { address: 0, data: pages(1, 2) },
        { address: 0x2000, data: pages(3, 4, 5) },
      ]),
    );
    const { granularities } = await scanImages([openMemoryImage(path)]);
    expect(granularities[1]).toMatchObject({ total: 1, nonzero: 1 });
  });
});

describe('places two images have in common', () => {
  const image = (...runs: [frame: number, pages: number][]) =>
    ({ runs: runs.map(([firstFrame, pages]) => ({ firstFrame, pages })) }) as MemoryImage;

  it.each([
    [image([0, 10]), image([0, 10])],
    [image([0, 4], [6, 4]), image([2, 6])],
    [image([3, 1], [5, 1], [7, 9]), image([0, 4], [4, 2], [10, 20])],
    [image([0, 3]), image([3, 3])],
  ])('are those of a comparison page by page (%#)', (a, b) => {
    const frames = ({ runs }: MemoryImage) =>
      runs.flatMap((run) => Array.from({ length: run.pages }, (_, i) => run.firstFrame + i));
    const expected = frames(a).flatMap((frame, page) => {
      const basePage = frames(b).indexOf(frame);
      return basePage < 0 ? [] : [[page, basePage]];
    });
    const found = samePlaces(a, b).flatMap(({ page, basePage, pages }) =>
      Array.from({ length: pages }, (_, i) => [page + i, basePage + i]),
    );
    expect(found).toEqual(expected);
  });
});

describe('bad images', () => {
  const core = elfCore([{ address: 0, data: pages(1, 2, 3) }]);
  it.each<[string, Uint8Array | string, RegExp]>([
    ['empty.raw', '', /an empty file/],
    ['odd.raw', new Uint8Array(5000), /904 more than a whole page/],
    ['cut.elf', core.subarray(0, core.length - 4096), /the dump is truncated/],
    ['stub.elf', core.subarray(0, 100), /program headers/],
    ['head.elf', core.subarray(0, 20), /ELF header/],
    ['exe.elf', elfCore([{ address: 0, data: pages(1) }], 2), /another kind of ELF/],
    [
      'twice.elf',
      elfCore([
        { address: 0, data: pages(1, 2) },
        { address: 4096, data: pages(3) },
      ]),
      /overlap/,
    ],
    ['odd.elf', elfCore([{ address: 0, data: pages(1), bytes: 5000 }]), /whole 4 KiB pages/],
    ['kdump', `KDUMP   ${'\0'.repeat(8184)}`, /kdump-compressed.*dump-guest-memory/],
    ['disk.qcow2', Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), Buffer.alloc(4092)]), /qcow2/],
  ])('%s is refused with one message', (name, bytes, message) => {
    const path = file(name, bytes);
    expect(() => openMemoryImage(path)).toThrow(message);
    expect(() => openMemoryImage(path)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('a huge offset in an ELF header is refused before anything is read or allocated', () => {
    const bad = Buffer.from(core);
    bad.writeBigUInt64LE(0x7fff_ffff_ffff_ffffn, 64 + 8);
    expect(() => openMemoryImage(file('offset.elf', bad))).toThrow(/below 2\^53/);
    bad.writeBigUInt64LE(0x10_0000_0000n, 64 + 8);
    expect(() => openMemoryImage(file('offset2.elf', bad))).toThrow(/truncated/);
  });

  it('a directory, a missing file and a file without permission are refused', () => {
    expect(() => openMemoryImage(folder)).toThrow(/directory/);
    expect(() => openMemoryImage(join(folder, 'nowhere'))).toThrow(/no such file/);
    if (process.getuid?.() === 0) return;
    const path = file('secret.raw', pages(1));
    chmodSync(path, 0);
    expect(() => openMemoryImage(path)).toThrow(/no permission/);
  });

  it('an image that shrank after it was opened is reported as truncated', async () => {
    const path = file('shrinks.raw', pages(1, 2, 3, 4));
    const image = openMemoryImage(path);
    truncateSync(path, 8192);
    await expect(scanImages([image])).rejects.toThrow(/at byte 8192.*truncated/);
  });
});

describe('processes', () => {
  it('offer their large writable mappings', () => {
    const maps = [
      '00400000-00800000 r-xp 00000000 08:01 1 /bin/vmm',
      '7f0000000000-7f0010000000 rw-p 00000000 00:00 0 ',
      '7f0020000000-7f0020001000 rw-p 00000000 00:00 0 [stack]',
      'garbage',
    ].join('\n');
    expect(guestMappings(maps)).toEqual([{ from: 0x7f0000000000, to: 0x7f0010000000 }]);
  });

  it('are read page by page where they are present', async () => {
    const memory = new Uint8Array(32 * 1024 * 1024).fill(0xab, 0, 24 * 1024 * 1024);
    const image = openProcess(process.pid);
    expect(image.kind).toBe('process');
    expect(image.leftOut?.absent).toBeGreaterThan(0);
    const { granularities } = await scanImages([image]);
    expect(granularities[0]!.total).toBeGreaterThanOrEqual(6143);
    expect(granularities[0]!.multiplicity_top[0]![0]).toBeGreaterThanOrEqual(6143);
    expect(memory[0]).toBe(0xab);
  });

  it('that do not exist are refused', () => {
    expect(() => openProcess(2 ** 30)).toThrow(/no such process/);
  });
});
