import { closeSync, openSync, readSync } from 'node:fs';
import { nth } from '../../elements.ts';
import { KEY_BYTES, PAGE_BYTES, PageHasher } from '../../kernels/dedup/index.ts';

/** Pages that lie together in one file, and where their keys go. */
export interface Piece {
  path: string;
  offset: number;
  /** At most PIECE_PAGES. */
  pages: number;
  /** Index of the first key. */
  firstKey: number;
}

export interface PieceFailure {
  path: string;
  offset: number;
  /** Error code of the system, or null: the file ended. */
  code: string | null;
}

/** Pages of a piece: their keys are collected before they leave the kernel. */
export const PIECE_PAGES = 4096;
/** Read and hashed at a time: the bytes are still in the cache when they are hashed. */
const WINDOW_PAGES = 64;

/**
 * Takes pieces by `next` (an index, null = no more) until none is left, reads and hashes them, and writes 16 bytes of
 * key a page into `keys`. Runs in a worker thread or on the main thread alike. Returns the first failure.
 */
export function scanPieces(
  pieces: readonly Piece[],
  next: () => number | null,
  keys: Uint8Array,
): PieceFailure | null {
  const hasher = new PageHasher(WINDOW_PAGES * PAGE_BYTES, PIECE_PAGES);
  let path = '';
  let fd: number | null = null;
  try {
    for (let index = next(); index !== null; index = next()) {
      const piece = nth(pieces, index);
      if (fd === null || path !== piece.path) {
        if (fd !== null) closeSync(fd);
        fd = null;
        path = piece.path;
        fd = openSync(path, 'r');
      }
      const failure = scanPiece(piece, fd, hasher, keys);
      if (failure) return failure;
    }
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return { path, offset: 0, code };
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function scanPiece(
  piece: Piece,
  fd: number,
  hasher: PageHasher,
  keys: Uint8Array,
): PieceFailure | null {
  for (let page = 0; page < piece.pages; page += WINDOW_PAGES) {
    const count = Math.min(WINDOW_PAGES, piece.pages - page);
    const offset = piece.offset + page * PAGE_BYTES;
    const wanted = count * PAGE_BYTES;
    let got = 0;
    while (got < wanted) {
      const more = readAt(fd, hasher.pages, got, wanted - got, offset + got);
      if (typeof more !== 'number') return { path: piece.path, offset: offset + got, ...more };
      if (more === 0) return { path: piece.path, offset: offset + got, code: null };
      got += more;
    }
    hasher.collectKeys(count, page);
  }
  const collected = hasher.keyWindow.subarray(0, piece.pages * KEY_BYTES);
  keys.set(collected, piece.firstKey * KEY_BYTES);
  return null;
}

function readAt(fd: number, into: Uint8Array, at: number, length: number, offset: number) {
  try {
    return readSync(fd, into, at, length, offset);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return { code };
  }
}
