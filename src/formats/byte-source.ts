import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { printable, UserError } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';

/** Random access to a file that is only read. Bytes beyond the end read as zero, as block drivers see them. */
export interface ByteSource {
  path: string;
  size: number;
  /** Bytes the file takes on its file system. */
  allocatedBytes: number;
  /** The open file, where there is one: what its file system knows of it can be asked. */
  fd?: number;
  /** Tells two names of one file apart from two files. */
  identity: string;
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  /** As `read`, into memory that is used again. */
  readInto(out: Uint8Array, offset: number): void;
  close(): void;
}

/** Opens a regular file; pipes, devices and folders are refused before anything can block. */
export function openByteSource(path: string): ByteSource {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw readFailure(path, error);
  }
  const info = fstatSync(fd);
  if (!info.isFile()) {
    closeSync(fd);
    throw new UserError(printable(`${path}: expected a regular file.`));
  }
  return {
    path,
    fd,
    size: info.size,
    allocatedBytes: info.blocks * 512,
    identity: `${info.dev}:${info.ino}`,
    read(offset, length) {
      const out = new Uint8Array(length);
      fill(fd, out, offset);
      return out;
    },
    readInto(out, offset) {
      const done = fill(fd, out, offset);
      if (done < out.length) out.fill(0, done);
    },
    close: () => closeSync(fd),
  };
}

/** Reads until `out` is full or the file ends; returns the bytes read. */
function fill(fd: number, out: Uint8Array, offset: number): number {
  // Headers state sectors of 64 bits: no file reaches there, and the system is not asked.
  if (offset + out.length > Number.MAX_SAFE_INTEGER) return 0;
  let done = 0;
  while (done < out.length) {
    const got = readSync(fd, out, done, out.length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}
