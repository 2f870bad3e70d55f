import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openMemoryImage } from '../../src/formats/memory-image/open.ts';
import { GRANULARITIES, scanImages } from '../../src/formats/memory-image/scan-images.ts';
import { Guest } from './guest.ts';

// VIRTCOST_QEMU=1 VIRTCOST_GUEST_KERNEL=/path/to/vmlinuz: boots two guests and counts their memory. The kernel comes from a
// package such as Debian's linux-image-6.1.0-*-cloud-amd64 (dpkg-deb -x). Takes two or three minutes without KVM.
const kernel = process.env.VIRTCOST_GUEST_KERNEL ?? '';

function hasTools(): boolean {
  try {
    for (const tool of ['qemu-system-x86_64', 'busybox', 'cpio', 'gzip']) {
      execFileSync('which', [tool], { stdio: 'ignore' });
    }
    return Number(process.env.VIRTCOST_QEMU ?? 0) > 0 && existsSync(kernel);
  } catch {
    return false;
  }
}

const MIB = 128;
/** Pages of the VGA and ROM hole below 1 MiB, which the two kinds of dump may show differently. */
const HOLE_PAGES = 96;
const works = [
  'sleep 2',
  'seq 1 200000 > /tmp/f1; sort -r /tmp/f1 > /tmp/f2; sha256sum /tmp/f2 > /tmp/s',
];

/** Counts by sha256, the slow and certain way. */
function countBySha256(files: readonly string[], bytes: number) {
  let zero = 0;
  let total = 0;
  let nonzero = 0;
  const seen = new Map<string, { count: number; vms: Set<number> }>();
  const zeroDigest = createHash('sha256').update(Buffer.alloc(bytes)).digest('hex');
  files.forEach((file, vm) => {
    const memory = readFileSync(file);
    for (let at = 0; at + bytes <= memory.length; at += bytes) {
      total++;
      const digest = createHash('sha256')
        .update(memory.subarray(at, at + bytes))
        .digest('hex');
      if (digest === zeroDigest) {
        zero++;
        continue;
      }
      nonzero++;
      const entry = seen.get(digest) ?? { count: 0, vms: new Set<number>() };
      entry.count++;
      entry.vms.add(vm);
      seen.set(digest, entry);
    }
  });
  const kinds = [...seen.values()];
  const pages = (of: (entry: { count: number; vms: Set<number> }) => boolean) =>
    kinds.filter(of).reduce((sum, entry) => sum + entry.count, 0);
  return {
    total,
    zero,
    nonzero,
    distinct_nonzero: seen.size,
    unique_pages: pages((entry) => entry.count === 1),
    pages_intra_only: pages((entry) => entry.count > 1 && entry.vms.size === 1),
    pages_inter: pages((entry) => entry.vms.size > 1),
    saved_nonzero: nonzero - seen.size,
  };
}

describe.runIf(hasTools())('memory of real guests', () => {
  it('is counted as sha256 counts it, from raw dumps and from ELF cores', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'virtcost-guests-'));
    const guests: Guest[] = [];
    try {
      const dumps: { raw: string; elf: string }[] = [];
      for (const [i, work] of works.entries()) {
        const guest = await Guest.boot(join(folder, `vm${i}`), {
          ...{ kernel, work, arguments_: 'nokaslr', mib: MIB },
        });
        guests.push(guest);
        dumps.push(await guest.dump());
      }
      const raw = dumps.map((dump) => dump.raw);
      const { granularities } = await scanImages(raw.map((file) => openMemoryImage(file)));
      for (const [i, bytes] of GRANULARITIES.entries()) {
        expect(granularities[i]).toMatchObject(countBySha256(raw, bytes));
      }
      const pair = [openMemoryImage(dumps[0]!.raw), openMemoryImage(dumps[0]!.elf)];
      expect(pair[1]!.kind).toBe('elf-core');
      const { matrix } = await scanImages(pair);
      const mine = countBySha256([dumps[0]!.raw], 4096);
      expect(matrix![0]![1]).toBeGreaterThanOrEqual(mine.nonzero - HOLE_PAGES);
    } finally {
      for (const guest of guests) guest.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 600_000);
});
