import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkOf,
  type Image,
  Machine,
  mapOf,
  type Op,
} from '../../src/kernels/blocks.reference.ts';
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

/** How the commits of a run ended; see `settleCommit`. */
interface Commits {
  all: number;
  /** The driver gave the model's map at once. */
  first: number;
  /** It gave it when the same commit was run again on the same files. */
  repeated: number;
  /** It gave other host offsets each time, and not always the same ones. */
  unsettled: number;
  /** It gave other host offsets each time, always the same ones. */
  different: number;
}

const REPEATS = 10;

function stateOf(driver: Driver, images: readonly Image[]): string {
  return JSON.stringify(
    images.map((image) => [
      driver.check(image.name, image.shape.clusterSize),
      driver.map(image.name),
    ]),
  );
}

/**
 * Runs a commit. Its copies are in flight together and the driver leaves the order in which they finish
 * open, so that host offsets vary from run to run on the same files: it is repeated until it takes the
 * model's order. False if it never does; nothing after it can be compared then.
 */
function settleCommit(driver: Driver, machine: Machine, op: Op, where: string, commits: Commits) {
  const images = [machine.image(op[1]), machine.image(op[1]).backing!];
  const names = images.map((image) => image.name);
  driver.save(names);
  driver.run(op);
  machine.run(op);
  commits.all++;
  const model = JSON.stringify(images.map((image) => [checkOf(image), mapOf(image)]));
  const seen = new Set<string>();
  for (let run = 0; run < REPEATS; run++) {
    if (run > 0) {
      driver.restore(names);
      driver.run(op);
    }
    const state = stateOf(driver, images);
    if (state === model) {
      commits[run === 0 ? 'first' : 'repeated']++;
      return true;
    }
    seen.add(state);
    for (const image of images) {
      const check = driver.check(image.name, image.shape.clusterSize);
      expect(check.slice(3), where).toEqual([0, 0, 0]);
      expect(check[0], where).toBe(checkOf(image)[0]);
    }
  }
  commits[seen.size > 1 ? 'unsettled' : 'different']++;
  if (process.env.VIRTCOST_QEMU_VERBOSE) console.log(`${where}: ${seen.size} states`);
  return false;
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
    const commits: Commits = { all: 0, first: 0, repeated: 0, unsettled: 0, different: 0 };
    let complete = 0;
    for (let seed = first; seed < first + sequences; seed++) if (runBoth(seed, commits)) complete++;
    console.log(
      `seeds ${first} to ${first + sequences - 1}: ${complete} of ${sequences} sequences to their end; ${commits.all} commits: ` +
        `${commits.first} equal at once, ${commits.repeated} when repeated, ` +
        `${commits.unsettled} never (the driver differs from itself), ${commits.different} never (always the same)`,
    );
    expect(complete).toBeGreaterThanOrEqual(Math.floor(sequences * 0.8));
  }, 3_600_000);
});
