import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions, qcow2Target } from '../../src/commands/blocks/measure-options.ts';
import {
  chainExtents,
  closeChain,
  type DiskChain,
  openChain,
} from '../../src/formats/disk-image/chain.ts';
import { inspectChain } from '../../src/formats/disk-image/inspect.ts';
import { measuredSource } from '../../src/formats/disk-image/measure.ts';
import { measureQcow2 } from '../../src/model/blocks/measure/qcow2.ts';
import { Rng } from '../../src/rng.ts';
import { DiskMaker, diskKinds, type RandomDisk, run } from './random-disk.ts';

// One image of every kind at least; VIRTCOST_QEMU=200 draws that many. Needs qemu-utils.
const wanted = Number(process.env.VIRTCOST_QEMU ?? 0);
const images = Math.max(wanted, diskKinds.length);
const first = Number(process.env.VIRTCOST_QEMU_SEED ?? Math.floor(Date.now() / 1000) % 1_000_000);

describe.runIf(wanted > 0)('disk images of the real tools', () => {
  const perKind = Math.ceil(images / diskKinds.length);
  it.each(diskKinds)(
    '%s: map, check, info and measure agree',
    (kind) => {
      for (let i = 0; i < perKind; i++) {
        const seed = first + i;
        const folder = mkdtempSync(join(tmpdir(), 'virtcost-formats-'));
        try {
          const rng = new Rng(seed);
          compare(new DiskMaker(folder, rng).make(kind), rng, `${kind}, seed ${seed}`);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }
    },
    3_600_000,
  );
});

function compare(disk: RandomDisk, rng: Rng, where: string): void {
  const chain = openChain(disk.path);
  try {
    expect(chain.missing, where).toBeNull();
    expect(mapOf(chain), where).toEqual(json('map', disk));
    compareInfo(disk, chain, where);
    for (let i = 0; i < 3; i++) compareMeasure(disk, chain, rng, where);
  } finally {
    closeChain(chain);
  }
}

function json(command: string, disk: RandomDisk, ...args: string[]) {
  return JSON.parse(run('qemu-img', command, '--output=json', ...args, ...disk.arguments));
}

/** Rows in the form `qemu-img map` prints them. */
function mapOf(chain: DiskChain): object[] {
  return Array.from(chainExtents(chain), ({ source: _, offset, ...extent }) =>
    offset === -1 ? extent : { ...extent, offset },
  );
}

function compareInfo(disk: RandomDisk, chain: DiskChain, where: string): void {
  const info = json('info', disk);
  const found = inspectChain(chain);
  const [top] = found.layers;
  const specific = info['format-specific']?.data ?? {};
  expect(top, where).toMatchObject({
    virtualBytes: info['virtual-size'],
    format: info.format,
    backingFile: info['backing-filename'] ?? null,
  });
  if (info.format === 'qcow2') {
    const bitmaps = found.bitmaps.map(({ name, granularityBytes, auto, inUse }) => ({
      flags: [...(inUse ? ['in-use'] : []), ...(auto ? ['auto'] : [])],
      name,
      granularity: granularityBytes,
    }));
    expect(bitmaps, where).toEqual(specific.bitmaps ?? []);
    expect(found.snapshots.map(({ name }) => name)).toEqual(
      (info.snapshots ?? []).map(({ name }: { name: string }) => name),
    );
    expect(top, where).toMatchObject({
      clusterSize: info['cluster-size'],
      compat: specific.compat,
      refcountBits: specific['refcount-bits'] ?? 16,
      extendedL2: specific['extended-l2'] ?? false,
    });
    const { encryption, dataFile, dataFileRaw } = top!.facts;
    expect(encryption === 'luks', where).toBe(info.encrypted ?? false);
    expect(dataFile, where).toBe(specific['data-file']);
    expect(dataFileRaw ?? false, where).toBe(specific['data-file-raw'] ?? false);
    compareCheck(disk, found.check!, where);
  }
  if (info.format === 'vhdx') compareBlocks(disk, top!, where);
}

function compareCheck(
  disk: RandomDisk,
  check: NonNullable<ReturnType<typeof inspectChain>['check']>,
  where: string,
): void {
  const report = json('check', disk);
  expect(check, where).toMatchObject({
    totalClusters: report['total-clusters'],
    allocatedClusters: report['allocated-clusters'] ?? 0,
    fragmentedClusters: report['fragmented-clusters'] ?? 0,
    compressedClusters: report['compressed-clusters'] ?? 0,
    imageEndOffset: report['image-end-offset'],
    leaks: report.leaks ?? 0,
    corruptions: report.corruptions ?? 0,
  });
}

/** qemu-img tells no blocks of a VHDX: those that were written must be there, and no others. */
function compareBlocks(
  disk: RandomDisk,
  { facts }: { facts: Record<string, unknown> },
  where: string,
): void {
  const { blockBytes, present = 0 } = facts as Record<string, number>;
  const touched = new Set<number>();
  for (const [offset, length] of disk.written) {
    for (let at = offset; at < offset + length; at += 512)
      touched.add(Math.floor(at / blockBytes!));
  }
  expect(present, where).toBe(touched.size);
}

function compareMeasure(disk: RandomDisk, chain: DiskChain, rng: Rng, where: string): void {
  const options = measureOptions(rng);
  const secret = disk.arguments.length > 1 ? [] : ['--object', 'secret,id=key,data=abc'];
  const expected = json('measure', disk, '-O', 'qcow2', '-o', options, ...secret);
  const target = qcow2Target(parseOptions([options]));
  const found = measureQcow2(target, measuredSource(chain, target.clusterSize));
  const { required, fullyAllocated, bitmaps } = found;
  const shown = { required, 'fully-allocated': fullyAllocated };
  const all = bitmaps === null ? shown : { ...shown, bitmaps };
  expect(all, `${where}, ${options}`).toEqual(expected);
}

function measureOptions(rng: Rng): string {
  const pick = <T>(list: readonly T[]) => list[rng.nextBelow(list.length)]!;
  const cluster = 512 * 2 ** rng.nextBelow(13);
  const options = [`cluster_size=${cluster}`, `lazy_refcounts=${pick(['on', 'off'])}`];
  if (rng.nextBelow(4) === 0) options.push('compat=0.10');
  else {
    options.push(`refcount_bits=${2 ** rng.nextBelow(7)}`);
    if (cluster >= 16384) options.push(`extended_l2=${pick(['on', 'off'])}`);
    if (rng.nextBelow(4) === 0) options.push('data_file=elsewhere');
  }
  options.push(`preallocation=${pick(['off', 'off', 'metadata', 'falloc', 'full'])}`);
  if (rng.nextBelow(16) === 0) {
    options.push('encrypt.format=luks', 'encrypt.key-secret=key', 'encrypt.iter-time=10');
    options.push(`encrypt.cipher-alg=${pick(['aes-128', 'aes-256', 'serpent-256'])}`);
    options.push(`encrypt.cipher-mode=${pick(['cbc', 'xts'])}`);
  }
  if (rng.nextBelow(6) === 0) options.push('backing_file=below', 'backing_fmt=raw');
  return options.join();
}
