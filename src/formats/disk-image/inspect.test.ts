import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { gunzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../../test/memory-source.ts';
import { UserError } from '../../errors.ts';
import { Qcow2File } from '../qcow2/image-file.ts';
import { type ChainExtent, closeChain, openChain } from './chain.ts';
import { inspectChain } from './inspect.ts';
import { RawFile } from './raw.ts';

const FIXTURES = ['c512.qcow2', 'c4k.qcow2', 'x16k.qcow2'] as const;
const images = FIXTURES.map((name) =>
  gunzipSync(readFileSync(new URL(`../qcow2/fixtures/${name}.gz`, import.meta.url))),
);
const folder = mkdtempSync(join(tmpdir(), 'virtcost-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function inspectBytes(bytes: Uint8Array) {
  const extents: ChainExtent[] = [];
  const image = new Qcow2File(memorySource(bytes));
  return {
    image,
    extents,
    result: inspectChain({ layers: [image], missing: null }, (extent) => extents.push(extent)),
  };
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A copy of the first fixture with a backing file name written into free space of its header cluster. */
function withBacking(name: string): Uint8Array {
  const bytes = images[1]!.slice();
  const view = new DataView(bytes.buffer);
  const text = new TextEncoder().encode(name);
  bytes.set(text, 1024);
  view.setBigUint64(8, 1024n);
  view.setUint32(16, text.length);
  return bytes;
}

describe('inspecting a qcow2 image', () => {
  it.each(FIXTURES.map((name, i) => [name, i] as const))('counts %s as sound', (_, i) => {
    const { result, extents, image } = inspectBytes(images[i]!);
    expect(result.check).toMatchObject({ leaks: 0, corruptions: 0, compressedClusters: 2 });
    // Two compressed clusters share a host cluster, in three states each.
    expect(result.check!.largestRefcount).toBe(6);
    expect(result.snapshots.map((snapshot) => snapshot.name)).toEqual(['first', 'second']);
    expect(result.space!.snapshotOnlyBytes).toBeGreaterThan(0);
    expect(extents.at(-1)!.start + extents.at(-1)!.length).toBe(image.size);
  });

  it('survives any change of bytes with a whole map or one clear error', () => {
    const runs = process.env.VIRTCOST_FULL ? 1_000_000 : 1500;
    const change = fc.record({
      image: fc.nat(images.length - 1),
      changes: fc.array(fc.record({ at: fc.nat(0xffffff), value: fc.nat(255), near: fc.nat(3) }), {
        minLength: 1,
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(change, ({ image, changes }) => {
        const bytes = images[image]!.slice();
        const zones = [120, 4096, bytes.length, 65536];
        for (const { at, value, near } of changes) {
          bytes[at % Math.min(zones[near]!, bytes.length)] = value;
        }
        try {
          const { extents, image: opened } = inspectBytes(bytes);
          let end = 0;
          for (const extent of extents) {
            // A disk of no size has one row of nothing.
            const nothing = extent.length <= 0 && opened.size > 0;
            if (extent.start !== end || nothing) throw new Error('a gap in the map');
            end += extent.length;
          }
          if (end !== opened.size) throw new Error(`a map of ${end} bytes for ${opened.size}`);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).toMatch(/^image/);
        }
      }),
      { numRuns: runs },
    );
  }, 3_600_000);

  it('finds every wrong refcount and keeps the map', () => {
    const sound = inspectBytes(images[1]!);
    const bytes = images[1]!.slice();
    // Refcount block in cluster 2 of 4096 bytes: cluster 5 gets one reference too many, cluster 3 none.
    const view = new DataView(bytes.buffer);
    view.setUint16(2 * 4096 + 5 * 2, view.getUint16(2 * 4096 + 5 * 2) + 1);
    view.setUint16(2 * 4096 + 3 * 2, 0);
    const { result, extents } = inspectBytes(bytes);
    expect(extents).toEqual(sound.extents);
    expect(result.check!.leaks).toBe(1);
    expect(result.check!.corruptions).toBeGreaterThanOrEqual(1);
  });

  it('says where an entry of a table is impossible', () => {
    const bytes = images[1]!.slice();
    const l1 = Number(new DataView(bytes.buffer).getBigUint64(40));
    bytes[l1 + 6] = 0x12;
    expect(() => inspectBytes(bytes)).toThrow(`at byte ${l1}`);
  });

  it('maps an encrypted image without offsets, and one whose data file is gone', () => {
    const plain = inspectBytes(images[0]!);
    const encrypted = images[0]!.slice();
    new DataView(encrypted.buffer).setUint32(32, 2);
    const { result, extents } = inspectBytes(encrypted);
    expect(extents.every(({ offset }) => offset === -1)).toBe(true);
    expect(result.map.dataBytes).toBe(plain.result.map.dataBytes);
    expect(result.layers[0]!.facts).toEqual({ encryption: 'luks' });
    const external = images[0]!.slice();
    external[79] = external[79]! | 4;
    const facts = inspectBytes(external).result.layers[0]!.facts;
    expect(facts).toEqual({ dataFile: 'not named', dataFileRaw: false, dataFileMissing: true });
  });

  it.each([
    'nbd://host/disk',
    'json:{"driver":"nbd"}',
    'json:{"driver":"qcow2","file":{"driver":"nbd","host":"h"}}',
    'json:{',
    'fat:rw:/etc',
    'http://host/disk',
    '/dev/zero',
    '/',
    'gone.raw',
  ])('opens no base named %s and shows the layer above it alone', (name) => {
    const chain = openChain(file('alone.qcow2', withBacking(name)));
    const { layers, missingBase, map } = inspectChain(chain);
    closeChain(chain);
    expect(layers).toHaveLength(1);
    expect(missingBase).toMatchObject({ name, below: 0 });
    expect(missingBase!.reason).not.toBe('');
    expect(map.dataBytes).toBe(inspectBytes(images[1]!).result.map.dataBytes);
    expect(map.absentBytes).toBe(0);
    expect(map.unknownBytes).toBe(inspectBytes(images[1]!).result.map.absentBytes);
  });

  it('follows a base described in JSON, nested, dotted, or with a window of a raw file', () => {
    const base = file('base.raw', new Uint8Array(65536).fill(5));
    const spellings = [
      { driver: 'raw', file: { driver: 'file', filename: base } },
      { driver: 'raw', 'file.driver': 'file', 'file.filename': base },
      { driver: 'file', filename: base },
      { driver: 'raw', offset: 4096, size: 8192, file: { driver: 'file', filename: base } },
    ];
    for (const spelling of spellings) {
      const name = `json:${JSON.stringify(spelling)}`;
      const chain = openChain(file('json.qcow2', withBacking(name)));
      const { layers } = inspectChain(chain);
      closeChain(chain);
      expect(layers.map(({ path }) => path).slice(1)).toEqual([base]);
      expect(layers[1]!.virtualBytes).toBe('size' in spelling ? 8192 : 65536);
    }
  });

  it('stops at a chain that meets itself, also through a link', () => {
    const path = file('loop.qcow2', withBacking('loop-link.qcow2'));
    symlinkSync(path, join(folder, 'loop-link.qcow2'));
    expect(() => openChain(path)).toThrow('meets itself');
  });

  it('maps a raw disk by the holes of its file, and by its zeroes where holes cannot be asked', () => {
    const raw = new Uint8Array(1024 * 1024);
    raw.fill(7, 8192, 12288);
    const chain = openChain(file('disk.raw', raw));
    expect(inspectChain(chain).map).toMatchObject({ extents: 1, dataBytes: 1024 * 1024 });
    expect(chain.layers[0]!.facts()).toEqual({ holes: 'file system' });
    closeChain(chain);
    const read = { layers: [new RawFile(memorySource(raw))], missing: null };
    const { map, layers } = inspectChain(read);
    expect(map).toMatchObject({ extents: 3, dataBytes: 4096, zeroBytes: 1024 * 1024 - 4096 });
    expect(layers[0]!.facts).toEqual({ holes: 'bytes read' });
  });
});
