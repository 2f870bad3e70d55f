import { badInput, printable } from '../errors.ts';

/** A regular file of a tar archive: its whole path in it, and its bytes (a view into the archive). */
export interface TarFile {
  name: string;
  data: Uint8Array;
}

const BLOCK = 512;
/** Longest name or record of names that is believed; Linux takes paths of 4 KiB. */
const MAX_NAME_BYTES = 64 * 1024;

const text = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
};

/** An octal number between spaces and NULs, or one in base 256, as GNU tar writes sizes from 8 GiB on; else NaN. */
function numberOf(field: Uint8Array): number {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }
  const digits = text(field).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

/** Sum of the bytes of a header, its own field of the sum read as spaces. */
const checksumOf = (header: Uint8Array): number =>
  header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0);

/** Value of a key in a pax record, `LENGTH KEY=VALUE\n` each, the length in bytes with its own digits. */
function paxValue(record: Uint8Array, wanted: string): string | undefined {
  let found: string | undefined;
  for (let at = 0; at < record.length; ) {
    const space = record.indexOf(0x20, at);
    const length = Number(text(record.subarray(at, space)));
    if (space < 0 || !Number.isInteger(length) || length < space - at + 3) return found;
    const line = text(record.subarray(space + 1, at + length - 1));
    if (line.startsWith(`${wanted}=`)) found = line.slice(wanted.length + 1);
    at += length;
  }
  return found;
}

/** Name in a header: POSIX archives (`ustar\0`) put the front of a long one in a field of its own, GNU ones do not. */
function nameIn(header: Uint8Array): string {
  const prefix = text(header.subarray(257, 263)) === 'ustar' && header[262] === 0;
  const front = prefix ? text(header.subarray(345, 500)) : '';
  const name = text(header.subarray(0, 100));
  return front ? `${front}/${name}` : name;
}

/**
 * The regular files of a tar archive (v7, ustar, GNU and pax forms; POSIX.1-2001 `pax`), in their order, without
 * copying. What is no file (folders, links, devices) is passed over. A header whose checksum does not fit, a size that
 * is none and an archive that ends within a file are refused with the offset in the archive.
 */
export function* tarFiles(archive: Uint8Array, file: string): Generator<TarFile> {
  const bad = (offset: number, expected: string, found: string) =>
    badInput({ file, offset, expected, found });
  let longName: string | undefined;
  let longSize: number | undefined;
  for (let at = 0; at < archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK) throw bad(at, 'a tar header of 512 bytes', `${header.length}`);
    const stated = numberOf(header.subarray(148, 156));
    if (stated !== checksumOf(header)) {
      throw bad(at, 'a tar header', `a checksum that does not fit`);
    }
    const type = String.fromCharCode(header[156] ?? 0);
    const size = longSize ?? numberOf(header.subarray(124, 136));
    const start = at + BLOCK;
    if (!(size >= 0)) throw bad(at + 124, 'a size', printable(text(header.subarray(124, 136)), 40));
    if (size > archive.length - start) {
      throw bad(
        start,
        `${size} bytes of ${type === '0' ? nameIn(header) : 'an entry'}`,
        `${archive.length - start}: the archive is cut`,
      );
    }
    const data = archive.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L' || type === 'x') {
      if (size > MAX_NAME_BYTES) throw bad(start, 'a name of at most 64 KiB', `${size} bytes`);
      if (type === 'L') longName = text(data);
      else {
        longName = paxValue(data, 'path') ?? longName;
        const own = paxValue(data, 'size');
        longSize = own === undefined ? longSize : /^\d{1,15}$/.test(own) ? Number(own) : Number.NaN;
      }
      continue;
    }
    // What says something of all following entries, or of the target of a link, says nothing of this one's name.
    if (type === 'g' || type === 'K') continue;
    const name = longName ?? nameIn(header);
    if ((type === '0' || type === '\0' || type === '7') && !name.endsWith('/'))
      yield { name, data };
    longName = undefined;
    longSize = undefined;
  }
}
