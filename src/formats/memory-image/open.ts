import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { badInput, printable, UserError } from '../../errors.ts';
import { checkInput } from '../../files/check-input.ts';
import { readFailure } from '../../files/read-input.ts';
import { isElf, readElfCore } from './elf-core.ts';
import { type MemoryImage, PAGE_BYTES, type Run, totalPages } from './image.ts';
import { unreadable } from './known-formats.ts';

const BLOCK_BYTES = 512;

function reader(fd: number): (offset: number, length: number) => Uint8Array {
  return (offset, length) => {
    const bytes = new Uint8Array(length);
    let got = 0;
    while (got < length) {
      const more = readSync(fd, bytes, got, length - got, offset + got);
      if (more === 0) break;
      got += more;
    }
    return bytes.subarray(0, got);
  };
}

/** Looks at a memory image: what it is and where its pages are. Reads the head only. */
export function openMemoryImage(path: string): MemoryImage {
  let fd: number | undefined;
  try {
    checkInput(path);
    fd = openSync(path, 'r');
    const info = fstatSync(fd);
    const { size, blocks } = info;
    if (!info.isFile()) {
      throw new UserError(printable(`${path}: expected a regular file, found a device or pipe.`));
    }
    if (size === 0)
      throw badInput({ file: path, expected: 'a memory image', found: 'an empty file' });
    const readAt = reader(fd);
    const head = readAt(0, 64);
    const text = Buffer.from(head).toString('latin1');
    const foreign = unreadable.find(({ magic }) => text.startsWith(magic));
    if (foreign) {
      const { name: found, hint } = foreign;
      throw badInput({ file: path, expected: 'raw memory or an ELF core', found, hint });
    }
    const elf = isElf(head);
    const runs = elf ? readElfCore(path, size, readAt) : rawRuns(path, size);
    return {
      name: printable(basename(path), 80),
      path,
      kind: elf ? 'elf-core' : 'raw',
      runs,
      pages: totalPages(runs),
      allocatedBytes: blocks * BLOCK_BYTES,
    };
  } catch (error) {
    throw readFailure(path, error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function rawRuns(path: string, size: number): Run[] {
  if (size % PAGE_BYTES !== 0) {
    throw badInput({
      file: path,
      expected: 'raw memory of whole 4 KiB pages, or an ELF core',
      found: `${size} bytes, ${size % PAGE_BYTES} more than a whole page`,
      hint: 'A dump that stopped half-way looks like this.',
    });
  }
  const pages = size / PAGE_BYTES;
  return [{ firstFrame: 0, pages, offset: 0, storedPages: pages }];
}
