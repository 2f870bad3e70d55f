import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomSequence } from '../../../test/qemu/random-sequence.ts';
import { type BatchOp, type Image, Machine, mapOf, type Op, observe } from '../../qcow2/index.ts';
import { AccessKind, BlockKernel, type Layer } from './index.ts';

/** Runs the op language on the kernel; names, ids and table sizes come from the reference image. */
class KernelMachine {
  readonly kernel = new BlockKernel();
  readonly layers = new Map<string, Layer>();

  /** `image`: the reference's image after the operation. */
  run(op: Op, image: Image, before: string[]): void {
    const layer = this.layers.get(op[1])!;
    if (op[0] === 'create') this.create(op[1], op[2], op[3], op[4], undefined);
    else if (op[0] === 'overlay') this.create(op[1], op[3], op[4], op[5], this.layers.get(op[2]));
    else this.change(op, layer, image, before);
  }

  private create(name: string, size: number, clusterSize: number, ext: number, below?: Layer) {
    const extended = ext === 1;
    const maxFileBytes = 2 ** 33;
    const shape = { size, clusterSize, extended, maxFileBytes };
    const options = below === undefined ? shape : { ...shape, backing: below };
    this.layers.set(name, this.kernel.createLayer(options));
  }

  private change(op: Op, layer: Layer, image: Image, before: string[]): void {
    const { kernel } = this;
    kernel.open(layer);
    const table = image.snapshots.reduce(
      (bytes, s) => Math.ceil(bytes / 8) * 8 + 64 + String(s.id).length + s.name.length,
      0,
    );
    switch (op[0]) {
      case 'snap':
        kernel.snapshot(layer, table);
        break;
      case 'revert':
        kernel.revert(layer, before.indexOf(op[2]));
        break;
      case 'delsnap':
        kernel.deleteSnapshot(layer, before.indexOf(op[2]), table);
        break;
      case 'commit':
        kernel.commit(layer);
        break;
      case 'resize':
        kernel.resize(layer, op[2]);
        break;
      case 'rebase_u':
        kernel.setBacking(layer, this.layers.get(op[2]) ?? null);
        break;
      case 'batch':
        for (const access of op[2]) this.access(layer, access);
        break;
      default:
        this.access(layer, [op[0], ...op.slice(2)] as unknown as BatchOp);
    }
  }

  private access(layer: Layer, [kind, offset, length, argument]: BatchOp): void {
    const unmap = kind === 'zero' && argument === 1;
    this.kernel.access(layer, AccessKind[kind], offset, length, unmap);
  }
}

describe('the block-map kernel', () => {
  it('gives the maps, counts and host I/O of the reference after every operation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const reference = new Machine();
        const compiled = new KernelMachine();
        // A safe rebase compares contents, which the kernel does not hold.
        const ops = new RandomSequence(seed, 45, ['rebase']).ops;
        for (const op of ops) {
          const before = reference.images.get(op[1])?.snapshots.map((s) => s.name) ?? [];
          const io = reference.run(op).recorded();
          const image = reference.image(op[1]);
          const counts = [...compiled.layers].map(([name, layer]) => ({
            name,
            ...compiled.kernel.counts(layer),
          }));
          compiled.run(op, image, before);
          const layer = compiled.layers.get(op[1])!;
          expect([...compiled.kernel.extents(layer)]).toEqual(mapOf(image));
          const { chk, ref } = observe(image);
          expect(compiled.kernel.check(layer)).toEqual([...chk.slice(0, 3), ...ref]);
          expect(compiled.kernel.clustersInUse(layer)).toBe(ref[0]);
          for (const old of counts) {
            const now = compiled.kernel.counts(compiled.layers.get(old.name)!);
            const { dr = [0, 0], dw = [0, 0], dz = [0, 0] } = io[old.name] ?? {};
            expect([now.reads - old.reads, now.readBytes - old.readBytes]).toEqual(dr);
            expect([now.writes - old.writes, now.writtenBytes - old.writtenBytes]).toEqual(dw);
            expect([now.zeroRanges - old.zeroRanges, now.zeroedBytes - old.zeroedBytes]).toEqual(
              dz,
            );
          }
        }
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 1000 : 25 },
    );
  });

  it('moves the refcount table like the reference when a file outgrows it', () => {
    const reference = new Machine();
    const compiled = new KernelMachine();
    const create: Op = ['create', 'a', 24 * 2 ** 20, 512, 0];
    compiled.run(create, reference.images.get('a')!, []);
    reference.run(create);
    for (let i = 0; i < 24; i++) {
      const op: Op = [
        'write',
        'a',
        i * 2 ** 20 + (i % 3) * 512,
        2 ** 20 - (i % 4) * 3584 - 1024,
        1,
      ];
      reference.run(op);
      const image = reference.image('a');
      compiled.run(op, image, []);
      const layer = compiled.layers.get('a')!;
      expect([...compiled.kernel.extents(layer)]).toEqual(mapOf(image));
      const { chk, ref } = observe(image);
      expect(compiled.kernel.check(layer)).toEqual([...chk.slice(0, 3), ...ref]);
    }
    expect(reference.image('a').refcounts.tableClusters).toBe(4);
  });

  it('brings everything a chain shows to the top layer when it is flattened', () => {
    const kernel = new BlockKernel(64 * 1024 * 1024);
    const shape = { size: 2 ** 26, clusterSize: 65536 };
    const base = kernel.createLayer(shape);
    kernel.access(base, AccessKind.write, 0, 3 * 2 ** 20);
    const middle = kernel.createLayer({ ...shape, backing: base });
    kernel.access(middle, AccessKind.write, 2 ** 20, 4 * 2 ** 20);
    const top = kernel.createLayer({ ...shape, backing: middle });
    kernel.access(top, AccessKind.write, 2 ** 25, 65536);
    const data = () => [...kernel.extents(top)].filter((extent) => extent[3] === 5);
    const bytes = () => data().reduce((sum, extent) => sum + extent[1], 0);
    expect(new Set(data().map((extent) => extent[2]))).toEqual(new Set([0, 1, 2]));
    const before = bytes();
    kernel.flatten(top);
    expect(bytes()).toBe(before);
    expect(data().every((extent) => extent[2] === 0)).toBe(true);
    expect(kernel.counts(top).writtenBytes).toBe(before);
  });

  it('builds the map of a 64 TiB disk lazily', () => {
    const kernel = new BlockKernel(64 * 1024 * 1024);
    const size = 64 * 2 ** 40;
    const layer = kernel.createLayer({ size, clusterSize: 65536, maxFileBytes: 2 ** 36 });
    for (let i = 0; i < 100; i++) kernel.access(layer, AccessKind.write, (size / 100) * i, 4096);
    expect(kernel.counts(layer)).toMatchObject({ newTables: 100, writes: 100, zeroRanges: 100 });
    expect(kernel.usedBytes).toBeLessThan(16 * 1024 * 1024);
    expect([...kernel.extents(layer)]).toHaveLength(200);
  });

  it('says so when a map outgrows its memory', () => {
    const kernel = new BlockKernel(8 * 1024 * 1024);
    const layer = kernel.createLayer({ size: 2 ** 40, clusterSize: 65536 });
    const fill = () => {
      for (let i = 0; i < 1000; i++) kernel.access(layer, AccessKind.write, i * 2 ** 29, 65536);
      kernel.flush();
    };
    expect(fill).toThrow('outgrew the memory');
  });
});
