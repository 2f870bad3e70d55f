import { spawnSync } from 'node:child_process';
import { f64 } from '../elements.ts';
import type { ByteSource } from './byte-source.ts';

/** A piece of a file: bytes of its own, or a hole. The hole at the end has no end. */
export interface FilePiece {
  data: boolean;
  end: number;
}

/** Where a file has bytes and where holes. */
export interface FileMap {
  /** Told by the file system, or seen from the bytes: then written zeroes look like a hole. */
  readonly basis: 'file system' | 'bytes read';
  at(offset: number): FilePiece;
}

const known = new WeakMap<ByteSource, FileMap>();

/** The map of a file, found when first asked for. */
export function fileMap(file: ByteSource): FileMap {
  let map = known.get(file);
  if (!map) {
    const ranges = file.fd === undefined ? null : dataRanges(file.fd, file.size);
    map = ranges ? new AskedMap(ranges) : new ReadMap(file);
    known.set(file, map);
  }
  return map;
}

/**
 * SEEK_DATA (3) and SEEK_HOLE (4) by turns, as block drivers ask; Node has no lseek, so a script
 * language that is there does it, on the open file itself. 6 is ENXIO: no data from here on.
 */
const PERL = `binmode STDOUT; my $o = 0;
for (;;) {
  my $d = sysseek(STDIN, $o, 3);
  if (!defined $d) { exit($! + 0 == 6 ? 0 : 3) }
  $o = sysseek(STDIN, $d, 4); exit 3 if !defined $o;
  print pack('Q<Q<', $d, $o);
}`;
const PYTHON = `import os, struct, sys
o = 0
while True:
    try: d = os.lseek(0, o, 3)
    except OSError as e: sys.exit(0 if e.errno == 6 else 3)
    try: o = os.lseek(0, d, 4)
    except OSError: sys.exit(3)
    sys.stdout.buffer.write(struct.pack('<QQ', d, o))`;
const ASKERS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['perl', '-e', PERL],
  ['python3', '-c', PYTHON],
];
const UNSUPPORTED = 3;
const MAX_OUTPUT = 2 ** 30;

/** Start and end of every data range, one after the other; null where nobody can be asked. */
function dataRanges(fd: number, size: number): Float64Array | null {
  if (process.platform !== 'linux') return null;
  for (const [command, ...args] of ASKERS) {
    const { status, stdout } = spawnSync(command, args, {
      stdio: [fd, 'pipe', 'ignore'],
      maxBuffer: MAX_OUTPUT,
    });
    // A file system that cannot tell: drivers then take all for data.
    if (status === UNSUPPORTED) return Float64Array.of(0, size);
    if (status !== 0) continue;
    const view = new DataView(stdout.buffer, stdout.byteOffset, stdout.byteLength);
    return Float64Array.from({ length: stdout.byteLength / 8 }, (_, i) =>
      Number(view.getBigUint64(i * 8, true)),
    );
  }
  return null;
}

class AskedMap implements FileMap {
  readonly basis = 'file system';
  private readonly ranges: Float64Array;
  /** Border the last answer ended at: maps are mostly walked in order. */
  private last = 0;

  constructor(ranges: Float64Array) {
    this.ranges = ranges;
  }

  at(offset: number): FilePiece {
    const next = this.firstBorderAfter(offset);
    this.last = next;
    return { data: next % 2 === 1, end: this.ranges[next] ?? Number.POSITIVE_INFINITY };
  }

  /** Index of the first border above `offset`: an odd one ends data, an even one a hole. */
  private firstBorderAfter(offset: number): number {
    const { ranges, last } = this;
    const holds = (i: number) =>
      i <= ranges.length &&
      (i === 0 || f64(ranges, i - 1) <= offset) &&
      (i === ranges.length || f64(ranges, i) > offset);
    if (holds(last)) return last;
    if (holds(last + 1)) return last + 1;
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (f64(ranges, middle) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const UNIT = 4096;
const CHUNK_BYTES = 1024 * 1024;

/** Where nobody can be asked: blocks of 4 KiB that read as zero count as holes. */
class ReadMap implements FileMap {
  readonly basis = 'bytes read';
  private readonly file: ByteSource;
  private chunkStart = -1;
  private chunk = new Uint8Array(0);

  constructor(file: ByteSource) {
    this.file = file;
  }

  at(offset: number): FilePiece {
    const { size, allocatedBytes } = this.file;
    // A large file that takes no space is one hole without reading it.
    const empty = allocatedBytes === 0 && size > CHUNK_BYTES;
    if (empty || offset >= size) return { data: false, end: Number.POSITIVE_INFINITY };
    const data = !this.isZero(offset);
    let end = offset - (offset % UNIT) + UNIT;
    while (end % CHUNK_BYTES !== 0 && end < size && this.isZero(end) !== data) end += UNIT;
    return { data, end: data ? Math.min(end, size) : end };
  }

  private isZero(offset: number): boolean {
    const start = offset - (offset % CHUNK_BYTES);
    if (start !== this.chunkStart) {
      this.chunk = this.file.read(start, CHUNK_BYTES);
      this.chunkStart = start;
    }
    const from = offset - start - ((offset - start) % UNIT);
    const words = new Uint32Array(this.chunk.buffer, from, UNIT / 4);
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
    return true;
  }
}
