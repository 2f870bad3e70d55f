import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { readFailure } from '../cli/read-input.ts';
import { printable, UserError } from '../errors.ts';

/** Random access to a file that is only read. Bytes beyond the end read as zero, as block drivers see them. */
export interface ByteSource {
  path: string;
  size: number;
  /** Bytes the file takes on its file system. */
  allocatedBytes: number;
  /** Tells two names of one file apart from two files. */
  identity: string;
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
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
    size: info.size,
    allocatedBytes: info.blocks * 512,
    identity: `${info.dev}:${info.ino}`,
    read(offset, length) {
      const out = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const got = readSync(fd, out, done, length - done, offset + done);
        if (got === 0) break;
        done += got;
      }
      return out;
    },
    close: () => closeSync(fd),
  };
}
