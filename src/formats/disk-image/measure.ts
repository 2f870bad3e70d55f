import { nth } from '../../elements.ts';
import { printable, UserError } from '../../errors.ts';
import { DataClusters, type MeasuredSource } from '../../model/blocks/measure/qcow2.ts';
import { readBitmaps } from '../qcow2/bitmaps.ts';
import { Qcow2File } from '../qcow2/image-file.ts';
import { chainExtents, type DiskChain } from './chain.ts';

/** What of a chain a conversion into clusters of `clusterSize` bytes takes along. */
export function measuredSource(chain: DiskChain, clusterSize: number): MeasuredSource {
  const top = nth(chain.layers, 0);
  if (chain.missing) {
    const { name, reason } = chain.missing;
    const problem = `its base "${name}" is missing (${reason}), so what a copy needs cannot be said`;
    throw new UserError(printable(`${top.file.path}: ${problem}.`));
  }
  const clusters = new DataClusters(clusterSize);
  for (const extent of chainExtents(chain)) clusters.add(extent);
  return { size: top.size, dataBytes: clusters.bytes, bitmaps: copiedBitmaps(top) };
}

/** Bitmaps that were closed properly; only qcow2 version 3 has any. */
function copiedBitmaps(top: DiskChain['layers'][number]): MeasuredSource['bitmaps'] {
  if (!(top instanceof Qcow2File) || top.header.version < 3) return null;
  const { bitmaps } = top.header;
  return readBitmaps(top.file, bitmaps, top.shape.clusterSize).filter(({ inUse }) => !inUse);
}
