import type { HostIo } from './host-io.ts';
import { type Image, SECTOR } from './image.ts';
import { Kind } from './l2-table.ts';
import { isPresent, runAt } from './status.ts';

/**
 * Reads guest sectors through the chain, one host read for every run of data of every layer.
 * A layer above that is longer than its backing file reads zero there.
 */
export function read(image: Image, offset: number, bytes: number, io: HostIo): Uint8Array {
  const out = new Uint8Array(bytes / SECTOR);
  let at = offset;
  const end = offset + bytes;
  while (at < end) {
    const run = runAt(image, at, end - at);
    const into = (at - offset) / SECTOR;
    if (run.kind === Kind.data) {
      io.count(image.name, 'dr', run.bytes);
      out.set(image.content.read(run.host / SECTOR, run.bytes / SECTOR), into);
    } else if (!isPresent(run.kind) && image.backing && at < image.backing.size) {
      const reach = Math.min(run.bytes, image.backing.size - at);
      out.set(read(image.backing, at, reach, io), into);
    }
    at += run.bytes;
  }
  return out;
}

/** As `read` at the level of the disk: nothing is read beyond its end. */
export function readDisk(image: Image, offset: number, bytes: number, io: HostIo): Uint8Array {
  const reach = Math.max(0, Math.min(bytes, image.size - offset));
  const out = new Uint8Array(bytes / SECTOR);
  if (reach > 0) out.set(read(image, offset, reach, io));
  return out;
}
