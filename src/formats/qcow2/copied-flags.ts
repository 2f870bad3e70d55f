import { COMPRESSED_FLAG, type Qcow2File } from './image-file.ts';
import { StoredRefcounts } from './stored-refcounts.ts';

const COPIED_FLAG = 0x8000_0000;
const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;

/** Entries of the active state whose copied flag does not say "refcount is exactly 1". */
export function wrongCopiedFlags(image: Qcow2File, blocks: ReadonlyMap<number, number>): number {
  const { clusterSize, entryBytes } = image.shape;
  const stored = new StoredRefcounts(image, blocks);
  const l1 = new DataView(image.file.read(image.header.l1Offset, image.l1.length * 8).buffer);
  let wrong = 0;
  for (let i = 0; i < image.l1.length; i++) {
    const tableCluster = image.l1[i]!;
    if (tableCluster === 0) continue;
    if (l1.getUint32(i * 8) >= COPIED_FLAG !== (stored.of(tableCluster) === 1)) wrong++;
    const table = image.tableBytes(tableCluster);
    for (let at = 0; at < clusterSize; at += entryBytes) {
      const high = table.getUint32(at);
      const low = table.getUint32(at + 4);
      if (high & COMPRESSED_FLAG) {
        // A compressed cluster is never overwritten in place.
        if (high >= COPIED_FLAG) wrong++;
        continue;
      }
      const offset = (high & OFFSET_HIGH_MASK) * 0x1_0000_0000 + ((low & OFFSET_LOW_MASK) >>> 0);
      if (offset === 0) continue;
      const single = stored.of(Math.floor(offset / clusterSize)) === 1;
      if (high >= COPIED_FLAG !== single) wrong++;
    }
  }
  return wrong;
}
