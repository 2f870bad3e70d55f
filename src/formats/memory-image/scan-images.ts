import { type BigIntStats, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { ContentTable, KEY_BYTES, MAX_TABLE_VMS, ZERO_CONTENT } from '../../kernels/dedup.ts';
import {
  type BlockCount,
  type SharingCounts,
  sharingMatrix,
  sharingOfTallies,
} from '../../model/dedup/sharing.ts';
import { type MemoryImage, PAGE_BYTES, type Run } from './image.ts';
import {
  type Piece,
  type PieceFailure,
  type ScanWorkerData,
  scanPieces,
  takeFrom,
} from './scan-pieces.ts';

/** Block sizes looked at, in bytes. */
export const GRANULARITIES = [4096, 16_384, 65_536, 2_097_152] as const;

const PIECE_PAGES = 4096;
/** 1 TiB of memory: 4 GiB of keys. */
const MAX_PAGES = 2 ** 28;
/** Pairs are counted up to so many VMs; the work grows with VMs times pages. */
const MAX_MATRIX_VMS = 64;

export interface ScanResult {
  images: MemoryImage[];
  /** 16 bytes a page, image after image. */
  keys: Uint8Array;
  /** Page index where each image begins. */
  firstPage: number[];
  granularities: SharingCounts[];
  /** Pages of VM a whose content VM b has; null with more VMs than are compared by pair. */
  matrix: number[][] | null;
  /** Copies of every non-zero 4 KiB content. */
  copies: Uint32Array;
  /** Non-zero pages equal to the same frame of the first image. */
  sameAsBase: number;
}

/**
 * Reads every page of the images once, with `workers` threads, this one among them, and counts equal blocks at every
 * granularity. Memory: 16 bytes a page plus about 40 a distinct page. Throws UserError when an image is truncated, cannot
 * be read, or changed meanwhile (unless `live`).
 */
export async function scanImages(
  images: MemoryImage[],
  { workers = 2, live = false }: { workers?: number; live?: boolean } = {},
): Promise<ScanResult> {
  const pages = images.reduce((sum, image) => sum + image.pages, 0);
  if (pages > MAX_PAGES) {
    throw new UserError(
      `expected at most ${MAX_PAGES} pages (1 TiB) in one go, found ${pages}: compare fewer images at a time.`,
    );
  }
  if (images.length > MAX_TABLE_VMS) {
    throw new UserError(`expected at most ${MAX_TABLE_VMS} images, found ${images.length}.`);
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
  const keys = await readKeys(pieces, pages, workers);
  files.forEach((image, i) => {
    checkUnchanged(image, before[i]!, statOf(image.path));
  });
  return { images, keys, firstPage, ...countAll(images, keys, firstPage) };
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

function explain({ path, offset, code }: PieceFailure): Error {
  if (code !== null) return readFailure(path, Object.assign(new Error(code), { code }));
  return badInput({
    file: path,
    offset,
    expected: 'more memory',
    found: 'the end of the file: it was truncated',
  });
}

async function readKeys(pieces: Piece[], pages: number, workers: number): Promise<Uint8Array> {
  const keys = new SharedArrayBuffer(pages * KEY_BYTES);
  // Sources run by a TypeScript loader have no worker file of their own to start.
  const threads = import.meta.url.endsWith('.ts') ? 0 : Math.min(workers, pieces.length);
  const shared: ScanWorkerData = { pieces, counter: new SharedArrayBuffer(4), keys };
  const others = Array.from(
    { length: Math.max(0, threads - 1) },
    () =>
      new Promise<PieceFailure | null>((resolve, reject) => {
        const url = new URL('./scan-worker.js', import.meta.url);
        const worker = new Worker(url, { workerData: shared });
        worker.once('message', resolve);
        worker.once('error', reject);
      }),
  );
  // This thread is one of them: it reads while the others start, and has nothing else to do meanwhile.
  const outcomes = [scanPieces(pieces, takeFrom(shared), new Uint8Array(keys))];
  outcomes.push(...(await Promise.all(others)));
  const failure = outcomes.find((outcome) => outcome !== null);
  if (failure) throw explain(failure);
  return new Uint8Array(keys);
}

function countAll(images: readonly MemoryImage[], keys: Uint8Array, firstPage: readonly number[]) {
  const granularities: SharingCounts[] = [];
  let matrix: number[][] | null = null;
  let copies: Uint32Array = new Uint32Array(0);
  let sameAsBase = 0;
  for (const granularity of GRANULARITIES) {
    const per = granularity / PAGE_BYTES;
    const blocks = images.map((image) => wholeBlocks(image, per));
    const table = contentTable(blocks.flat().reduce((sum, range) => sum + range.blocks, 0));
    const sizes: BlockCount[] = [];
    const vms = blocks.map((ranges, vm) => {
      const { numbers, zero } = numberBlocks(table, keys, firstPage[vm]!, { ranges, per, vm });
      sizes.push({ blocks: numbers.length, zero });
      return numbers;
    });
    const tallies = table.tallies();
    granularities.push(sharingOfTallies(granularity, sizes, tallies));
    if (per !== 1) continue;
    copies = tallies.copies;
    sameAsBase = countSameAsBase(images, vms);
    if (images.length <= MAX_MATRIX_VMS) matrix = sharingMatrix(vms, table.contents);
  }
  return { granularities, matrix, copies, sameAsBase };
}

function contentTable(blocks: number): ContentTable {
  try {
    return new ContentTable(Math.max(1, blocks));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(printable(`${blocks} pages at once: ${error.message}.`));
  }
}

/** Runs of whole, aligned blocks of `per` pages; pages are counted from the first of the image. */
function wholeBlocks(image: MemoryImage, per: number): { page: number; blocks: number }[] {
  const ranges: { page: number; blocks: number }[] = [];
  let page = 0;
  for (let i = 0; i < image.runs.length; ) {
    const first = image.runs[i]!;
    const begin = page;
    let frames = 0;
    // Runs that continue each other are one piece of guest memory.
    for (; i < image.runs.length; i++) {
      const run = image.runs[i]!;
      if (run.firstFrame !== first.firstFrame + frames) break;
      frames += run.pages;
    }
    page += frames;
    const skip = (per - (first.firstFrame % per)) % per;
    const blocks = Math.floor((frames - skip) / per);
    if (blocks > 0) ranges.push({ page: begin + skip, blocks });
  }
  return ranges;
}

function numberBlocks(
  table: ContentTable,
  keys: Uint8Array,
  firstPage: number,
  of: { ranges: readonly { page: number; blocks: number }[]; per: number; vm: number },
): { numbers: Uint32Array; zero: number } {
  const { ranges, per, vm } = of;
  const numbers = new Uint32Array(ranges.reduce((sum, range) => sum + range.blocks, 0));
  let at = 0;
  let zero = 0;
  for (const { page, blocks } of ranges) {
    const from = (firstPage + page) * KEY_BYTES;
    const slice = keys.subarray(from, from + blocks * per * KEY_BYTES);
    zero += table.number(slice, per, numbers.subarray(at, at + blocks), vm);
    at += blocks;
  }
  return { numbers, zero };
}

/** Non-zero pages with the content number of the same frame of the first image. */
function countSameAsBase(images: readonly MemoryImage[], numbers: readonly Uint32Array[]): number {
  const baseRuns: readonly Run[] = images[0]?.runs ?? [];
  let same = 0;
  for (let vm = 1; vm < images.length; vm++) {
    let page = 0;
    for (const run of images[vm]!.runs) {
      let basePage = 0;
      for (const other of baseRuns) {
        const from = Math.max(run.firstFrame, other.firstFrame);
        const to = Math.min(run.firstFrame + run.pages, other.firstFrame + other.pages);
        for (let frame = from; frame < to; frame++) {
          const content = numbers[vm]![page + frame - run.firstFrame]!;
          const base = numbers[0]![basePage + frame - other.firstFrame]!;
          if (content === base && content !== ZERO_CONTENT) same++;
        }
        basePage += other.pages;
      }
      page += run.pages;
    }
  }
  return same;
}
