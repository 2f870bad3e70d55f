import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOf, Machine, mapOf } from '../../src/kernels/blocks.reference.ts';
import { Driver } from './driver.ts';
import { RandomSequence } from './random-sequence.ts';

// VIRTCOST_QEMU=1 samples; VIRTCOST_QEMU=200 runs that many fresh sequences. Needs qemu-utils and gcc.
const wanted = Number(process.env.VIRTCOST_QEMU ?? 0);
const sequences = wanted === 1 ? 8 : wanted;
const STEPS = 40;

function hasDriver(): boolean {
  try {
    execFileSync('qemu-img', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Replays one random sequence on the driver and on the model; true if it ran to its end. */
function runBoth(seed: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-qemu-'));
  try {
    const driver = new Driver(folder);
    const machine = new Machine();
    for (const [step, op] of new RandomSequence(seed, STEPS).ops.entries()) {
      driver.run(op);
      machine.run(op);
      const images = [machine.image(op[1])];
      if (op[0] === 'commit') images.push(images[0]!.backing!);
      for (const image of images) {
        const where = `seed ${seed} step ${step} ${JSON.stringify(op)} ${image.name}`;
        const check = driver.check(image.name, image.shape.clusterSize);
        const map = driver.map(image.name);
        // Copies of a commit that are in flight together finish in an order the driver leaves open:
        // host offsets then differ, counts do not, and nothing after it can be compared.
        if (op[0] === 'commit' && JSON.stringify(map) !== JSON.stringify(mapOf(image))) {
          expect(check.slice(3), where).toEqual([0, 0, 0]);
          expect(check[0], where).toBe(checkOf(image)[0]);
          return false;
        }
        expect(check, where).toEqual(checkOf(image));
        expect(map, where).toEqual(mapOf(image));
      }
    }
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.runIf(sequences > 0 && hasDriver())('the real qcow2 driver', () => {
  const first = Math.floor(Date.now() / 1000) % 1_000_000;

  it(`agrees with the model on ${sequences} fresh random sequences`, () => {
    let complete = 0;
    for (let seed = first; seed < first + sequences; seed++) if (runBoth(seed)) complete++;
    expect(complete).toBeGreaterThanOrEqual(Math.floor(sequences * 0.8));
  }, 3_600_000);
});
