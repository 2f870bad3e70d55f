import { type BigIntStats, statSync } from 'node:fs';
import { nth, num } from '../../elements.ts';
import { badInput, UserError } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import { MAX_TALLY_VMS } from '../../kernels/dedup/content-tally.ts';
import { KEY_BYTES } from '../../kernels/dedup/index.ts';
import {
  addSums,
  countSharing,
  type Multiplicity,
  type SharingCounts,
} from '../../kernels/dedup/sharing.ts';
import { type SamePlace, samePlaces, wholeBlocks } from './blocks.ts';
import type { CountPlan, PartCount } from './count-parts.ts';
import { type MemoryImage, PAGE_BYTES } from './image.ts';
import { PIECE_PAGES, type Piece } from './scan-pieces.ts';
import { type ScanJob, type ScanProgress, STATE_BYTES } from './scan-thread.ts';
import { finishThreads, startThreads } from './scan-threads.ts';

/** Block sizes looked at, in bytes. */
export const GRANULARITIES = [4096, 16_384, 65_536, 2_097_152] as const;

/** 1 TiB of memory: 4 GiB of keys. */
const MAX_PAGES = 2 ** 28;
/** Pairs are counted up to so many VMs; the work grows with VMs times pages. */
const MAX_MATRIX_VMS = 64;
/** Contents of more blocks are counted in several tables, each of which fits 4 GiB. */
const BLOCKS_PER_TABLE = 2 ** 25;

export interface ScanResult {
  images: MemoryImage[];
  /** 16 bytes a page, image after image. */
  keys: Uint8Array;
  /** Page index where each image begins. */
  firstPage: number[];
  granularities: SharingCounts[];
  /** Pages of VM a whose content VM b has; null with more VMs than are compared by pair. */
  matrix: number[][] | null;
  /** Of the non-zero 4 KiB contents. */
  multiplicity: Multiplicity;
  /** Non-zero pages equal to the same frame of the first image. */
  sameAsBase: number;
}

/**
 * Reads every page of the images once, with `workers` threads, this one among them, and counts equal blocks at every
 * granularity. Memory: 16 bytes a page plus about 50 a distinct page. Throws UserError when an image is truncated, cannot
 * be read, or changed meanwhile (unless `live`).
 */
export function scanImages(images: MemoryImage[], options: ScanOptions = {}): Promise<ScanResult> {
  return startScan(images, options)();
}

export interface ScanOptions {
  workers?: number;
  live?: boolean;
  onProgress?: ScanProgress | undefined;
}

/**
 * The same in two steps: starts the other threads, and returns what does the rest with this one. In between the caller can
 * load what it needs for the result.
 */
export function startScan(
  images: MemoryImage[],
  { workers = 2, live = false, onProgress }: ScanOptions = {},
): () => Promise<ScanResult> {
  const pages = images.reduce((sum, image) => sum + image.pages, 0);
  if (pages > MAX_PAGES) {
    throw new UserError(
      `expected at most ${MAX_PAGES} pages (1 TiB) in one go, found ${pages}: compare fewer images at a time.`,
    );
  }
  if (images.length > MAX_TALLY_VMS) {
    throw new UserError(`expected at most ${MAX_TALLY_VMS} images, found ${images.length}.`);
  }
  const firstPage: number[] = [];
  const pieces: Piece[] = [];
  let at = 0;
  for (const image of images) {
    firstPage.push(at);
    for (const { offset, pages: length, storedPages } of image.runs) {
      for (let done = 0; done < storedPages; done += PIECE_PAGES) {
        pieces.push({
          path: image.path,
          offset: offset + done * PAGE_BYTES,
          pages: Math.min(PIECE_PAGES, storedPages - done),
          firstKey: at + done,
        });
      }
      at += length;
    }
  }

  const files = images.filter((image) => image.kind !== 'process' && !live);
  const before = files.map((image) => statOf(image.path));
  // Sources run by a TypeScript loader have no worker file of their own to start.
  const useful = import.meta.url.endsWith('.ts') ? 1 : Math.min(workers, pieces.length);
  const threads = Math.max(1, useful);
  const job: ScanJob = {
    pieces,
    plans: countPlans(images, firstPage, threads),
    places: placesOf(images, firstPage),
    threads,
    keys: new SharedArrayBuffer(pages * KEY_BYTES),
    state: new SharedArrayBuffer(STATE_BYTES),
  };
  const others = startThreads(job);
  return async () => {
    const outcomes = await finishThreads(job, others, onProgress);
    files.forEach((image, i) => {
      checkUnchanged(image, nth(before, i), statOf(image.path));
    });
    const counts = outcomes.flatMap((outcome) => outcome.counts);
    return {
      images,
      keys: new Uint8Array(job.keys),
      firstPage,
      ...merge(images.length, counts),
      sameAsBase: outcomes.reduce((sum, outcome) => sum + outcome.sameAsBase, 0),
    };
  };
}

function countPlans(images: MemoryImage[], firstPage: number[], threads: number): CountPlan[] {
  return GRANULARITIES.map((granularity) => {
    const pagesPerBlock = granularity / PAGE_BYTES;
    const ranges = images.map((image, vm) =>
      wholeBlocks(image, pagesPerBlock).map((range) => ({
        ...range,
        page: num(firstPage, vm) + range.page,
      })),
    );
    const blocks = ranges.flat().reduce((sum, range) => sum + range.blocks, 0);
    const tables = Math.ceil(blocks / BLOCKS_PER_TABLE);
    // Only pages are many enough to share the work of one size.
    const small = pagesPerBlock === 1;
    return {
      pagesPerBlock,
      byPair: small && images.length <= MAX_MATRIX_VMS,
      parts: Math.max(1, tables, small ? threads : 1),
      ranges,
    };
  });
}

function statOf(path: string): BigIntStats {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    throw readFailure(path, error);
  }
}

function checkUnchanged({ path }: MemoryImage, before: BigIntStats, after: BigIntStats): void {
  const same =
    before.ino === after.ino && before.size === after.size && before.mtimeNs === after.mtimeNs;
  if (same) return;
  throw badInput({
    file: path,
    expected: 'an image that stays as it is while it is read',
    found: 'that it changed',
    hint: 'Pause the VM first, or pass --live to accept a blurred picture.',
  });
}

function merge(vms: number, counts: readonly PartCount[]) {
  let matrix: number[][] | null = null;
  let multiplicity: Multiplicity = [];
  const granularities = GRANULARITIES.map((granularity, plan) => {
    const parts = counts.filter((count) => count.plan === plan);
    const sums = addSums(parts.map((part) => part.sums));
    if (plan === 0) {
      ({ multiplicity } = sums);
      const cells = sums.matrix;
      if (cells) {
        matrix = Array.from({ length: vms }, (_, a) => cells.slice(a * vms, (a + 1) * vms));
      }
    }
    return countSharing(granularity, nth(parts, 0).sizes, sums);
  });
  return { granularities, matrix: matrix as number[][] | null, multiplicity };
}

/** Pages of all images but the first that have the frame of one of its pages, by index from the first of all. */
function placesOf(images: readonly MemoryImage[], firstPage: readonly number[]): SamePlace[] {
  return images.flatMap((image, vm) =>
    vm === 0
      ? []
      : samePlaces(image, nth(images, 0)).map(({ page, basePage, pages }) => ({
          page: num(firstPage, vm) + page,
          basePage: num(firstPage, 0) + basePage,
          pages,
        })),
  );
}
