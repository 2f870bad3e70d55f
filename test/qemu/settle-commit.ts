import { expect } from 'vitest';
import { checkOf, type Image, type Machine, mapOf, type Op } from '../../src/qcow2/index.ts';
import type { Driver } from './driver.ts';

/** How the commits of a run ended; see `settleCommit`. */
export interface Commits {
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
export function settleCommit(
  driver: Driver,
  machine: Machine,
  op: Op,
  where: string,
  commits: Commits,
) {
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

export function noCommits(): Commits {
  return { all: 0, first: 0, repeated: 0, unsettled: 0, different: 0 };
}

export function describeCommits({ all, first, repeated, unsettled, different }: Commits): string {
  return (
    `${all} commits: ${first} equal at once, ${repeated} when repeated, ` +
    `${unsettled} never (the driver differs from itself), ${different} never (always the same)`
  );
}
