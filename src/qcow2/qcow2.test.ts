import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Machine, mapOf, observe } from './index.ts';
import { sha256 } from './sha256.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

function machine(): Machine {
  const images = new Machine();
  images.run(['create', 'a', 64 * MIB, 64 * KIB, 0]);
  return images;
}

describe('the reference model of a qcow2 driver', () => {
  it('puts the first L2 table of a small image in cluster 4 and its first data in cluster 5', () => {
    const images = machine();
    images.run(['write', 'a', 0, 64 * KIB, 7]);
    expect(images.image('a').l1).toEqual([4]);
    expect(mapOf(images.image('a'))).toEqual([
      [0, 64 * KIB, 0, 5, 5 * 64 * KIB],
      [64 * KIB, 64 * MIB - 64 * KIB, 0, 2, -1],
    ]);
  });

  it('reads a whole cluster to copy it when the guest writes 4 KiB after an internal snapshot', () => {
    const images = machine();
    images.run(['write', 'a', 0, 64 * KIB, 7]);
    images.run(['snap', 'a', 's']);
    const io = images.run(['write', 'a', 8 * KIB, 4 * KIB, 9]).recorded();
    expect(io).toEqual({ a: { dr: [1, 64 * KIB], dw: [1, 64 * KIB] } });
    expect(images.run(['write', 'a', 8 * KIB, 4 * KIB, 9]).recorded()).toEqual({
      a: { dw: [1, 4 * KIB] },
    });
  });

  it('fills a fresh cluster with a zero range, without copying', () => {
    const io = machine()
      .run(['write', 'a', 4 * KIB, 4 * KIB, 1])
      .recorded();
    expect(io).toEqual({ a: { dw: [1, 4 * KIB], dz: [1, 64 * KIB] } });
  });

  it('gives a discarded cluster to the next write', () => {
    const images = machine();
    images.run(['write', 'a', 0, 256 * KIB, 1]);
    images.run(['discard', 'a', 64 * KIB, 64 * KIB]);
    images.run(['write', 'a', 1 * MIB, 64 * KIB, 2]);
    expect(mapOf(images.image('a')).find((extent) => extent[0] === MIB)?.[4]).toBe(6 * 64 * KIB);
  });

  it('reads an overlay through to its backing file and returns to it after a commit', () => {
    const images = machine();
    images.run(['write', 'a', 0, 64 * KIB, 1]);
    images.run(['overlay', 'b', 'a', 64 * MIB, 64 * KIB, 0]);
    images.run(['write', 'b', 64 * KIB, 64 * KIB, 2]);
    const before = observe(images.image('b')).dig;
    images.run(['commit', 'b']);
    expect(observe(images.image('b')).dig).toBe(before);
    expect(observe(images.image('a')).dig).toBe(before);
    expect(observe(images.image('b')).chk[0]).toBe(0);
  });

  it('puts a refcount table the file outgrew behind the blocks that count it, and frees the old one', () => {
    const images = new Machine();
    images.run(['create', 'a', 16 * MIB, 512, 0]);
    images.run(['write', 'a', 0, 8 * MIB, 1]);
    // End of the file and place of the next table as qemu-img 7.2.22 gives them.
    expect(observe(images.image('a')).chk[2]).toBe(16772);
    images.run(['write', 'a', 9 * MIB, 512, 1]);
    expect(images.image('a').l1[288]).toBe(1);
  });

  it('hashes like SHA-256', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
      { numRuns: 50 },
    );
  });
});
