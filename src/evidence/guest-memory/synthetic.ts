import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../rng.ts';

const PAGE_BYTES = 4096;
const REGION_PAGES = 512;
const REGIONS = 6;
const VMS = 3;

/** Number of the contents of page `p` of VM `v`; 0 = zero page, negative = that byte repeated. */
function content(v: number, p: number, draw: Rng): number {
  const chance = draw.nextBelow(100);
  const within = p % REGION_PAGES;
  switch (Math.floor(p / REGION_PAGES)) {
    case 0: // the same 2 MiB in every VM, a quarter of it zero
      return within % 4 === 3 ? 0 : 1 + within;
    case 1: // never touched
      return 0;
    case 2: {
      // 64 KiB pieces that are alike in all VMs, in another order in each
      const piece = (Math.floor(within / 16) * (2 * v + 1)) % 32;
      return 10_000 + piece * 16 + (within % 16);
    }
    case 3: // duplicates inside one VM
      return 20_000 + v * 1000 + draw.nextBelow(40);
    case 4: // nobody else's
      return 100_000 + v * 10_000 + within;
    default: // poison, zero, a pool all VMs draw from, or unique
      if (chance < 30) return -0xcc;
      if (chance < 50) return 0;
      return chance < 80 ? 30_000 + draw.nextBelow(60) : 200_000 + v * 10_000 + within;
  }
}

function fillPage(page: Uint8Array, id: number): void {
  if (id <= 0) {
    page.fill(-id);
    return;
  }
  const rng = new Rng(id);
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  for (let at = 0; at < PAGE_BYTES; at += 4) view.setUint32(at, rng.nextU32(), true);
}

/**
 * Writes the images of a made-up set, 3 VMs of 12 MiB, into `folder`: what `validate guest-memory` uses when no real images
 * are given. Their counts by sha256 are in data/guest-memory/synthetic.json.
 */
export async function writeSyntheticImages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let v = 0; v < VMS; v++) {
    const draw = new Rng(1000 + v);
    const image = new Uint8Array(REGIONS * REGION_PAGES * PAGE_BYTES);
    for (let p = 0; p < REGIONS * REGION_PAGES; p++) {
      fillPage(image.subarray(p * PAGE_BYTES, (p + 1) * PAGE_BYTES), content(v, p, draw));
    }
    await writeFile(join(folder, `vm${v}.raw`), image);
  }
}
