import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOf, Machine, mapOf } from '../../src/qcow2/index.ts';
import { Driver } from './driver.ts';
import { RandomSequence } from './random-sequence.ts';
import { type Commits, describeCommits, noCommits, settleCommit } from './settle-commit.ts';

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
function runBoth(seed: number, commits: Commits): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-qemu-'));
  try {
    const driver = new Driver(folder);
    const machine = new Machine();
    for (const [step, op] of new RandomSequence(seed, STEPS).ops.entries()) {
      const where = `seed ${seed} step ${step} ${JSON.stringify(op)}`;
      if (op[0] === 'commit') {
        if (!settleCommit(driver, machine, op, where, commits)) return false;
        continue;
      }
      driver.run(op);
      machine.run(op);
      const image = machine.image(op[1]);
      expect(driver.check(image.name, image.shape.clusterSize), where).toEqual(checkOf(image));
      expect(driver.map(image.name), where).toEqual(mapOf(image));
    }
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.runIf(sequences > 0 && hasDriver())('the real qcow2 driver', () => {
  const first = Number(process.env.VIRTCOST_QEMU_SEED ?? Math.floor(Date.now() / 1000) % 1_000_000);

  it(`agrees with the model on ${sequences} fresh random sequences`, () => {
    const commits = noCommits();
    let complete = 0;
    for (let seed = first; seed < first + sequences; seed++) if (runBoth(seed, commits)) complete++;
    console.log(
      `seeds ${first} to ${first + sequences - 1}: ${complete} of ${sequences} sequences to their end; ${describeCommits(commits)}`,
    );
    expect(complete).toBeGreaterThanOrEqual(Math.floor(sequences * 0.8));
  }, 3_600_000);
});
