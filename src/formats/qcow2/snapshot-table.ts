import { badInput } from '../../errors.ts';
import { readU64 } from './header.ts';
import type { Qcow2File } from './image-file.ts';

export interface StoredSnapshot {
  id: string;
  name: string;
  /** Seconds since 1970. */
  takenAt: number;
  vmStateBytes: number;
  diskBytes: number;
  l1Offset: number;
  l1Entries: number;
}

const MAX_TABLE_BYTES = 64 * 1024 * 1024;
const MAX_EXTRA_BYTES = 1024;

/** The snapshot table of an image and its length in bytes; each entry starts at a multiple of 8. */
export function readSnapshots(image: Qcow2File): { snapshots: StoredSnapshot[]; bytes: number } {
  const { file, header } = image;
  const snapshots: StoredSnapshot[] = [];
  const text = (offset: number, length: number) =>
    new TextDecoder().decode(file.read(offset, length));
  let at = header.snapshotOffset;
  for (let i = 0; i < header.snapshotCount; i++) {
    at = Math.ceil(at / 8) * 8;
    const fail = (offset: number, expected: string, found: number): never => {
      throw badInput({ file: file.path, offset: at + offset, expected, found: String(found) });
    };
    if (at >= file.size) fail(0, `a snapshot inside the file of ${file.size} bytes`, at);
    if (at - header.snapshotOffset > MAX_TABLE_BYTES) fail(0, 'a snapshot table of 64 MiB', at);
    const view = new DataView(file.read(at, 64).buffer);
    const l1Offset = readU64(view, 0);
    const l1Entries = view.getUint32(8);
    const idBytes = view.getUint16(12);
    const nameBytes = view.getUint16(14);
    const extraBytes = view.getUint32(36);
    if (extraBytes > MAX_EXTRA_BYTES) fail(36, 'at most 1024 bytes of extra data', extraBytes);
    if (l1Entries * 8 > 32 * 1024 * 1024) fail(8, 'an L1 table of at most 32 MiB', l1Entries * 8);
    if (l1Offset % header.shape.clusterSize !== 0 || (l1Entries > 0 && l1Offset >= file.size)) {
      fail(0, 'an L1 table at a cluster border inside the file', l1Offset);
    }
    snapshots.push({
      id: text(at + 40 + extraBytes, idBytes),
      name: text(at + 40 + extraBytes + idBytes, nameBytes),
      takenAt: view.getUint32(16),
      vmStateBytes: extraBytes >= 8 ? readU64(view, 40) : view.getUint32(32),
      diskBytes: extraBytes >= 16 ? readU64(view, 48) : header.size,
      l1Offset,
      l1Entries,
    });
    at += 40 + extraBytes + idBytes + nameBytes;
  }
  return { snapshots, bytes: at - header.snapshotOffset };
}
