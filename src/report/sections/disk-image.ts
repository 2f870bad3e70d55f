import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { formatBytes } from '../../format.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';
import { blocksWords } from '../../messages/blocks.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

/** What a real disk image is made of: layers, facts, bitmaps and snapshots. */
export function inspectionFigures(inspection: Inspection): Figure[] {
  const { bitmaps, snapshots } = inspection;
  return [
    layersFigure(inspection),
    tableFigure('image-facts', blocksWords.holds(), factsOf(inspection)),
    ...(bitmaps.length > 0 ? [bitmapsFigure(bitmaps)] : []),
    ...(snapshots.length > 0 ? [snapshotsFigure(snapshots)] : []),
  ];
}

export const inspectionSection = (inspection: Inspection): Section => ({
  id: 'image',
  title: blocksWords.imageTitle(),
  text: html``,
  figures: inspectionFigures(inspection),
});

const layersFigure = ({ layers, map }: Inspection): Figure =>
  tableFigure(
    'image-layers',
    blocksWords.layers(),
    layers.map((layer, depth) => ({
      depth,
      file: layer.path,
      format: layer.format,
      disk: formatBytes(layer.virtualBytes),
      'file size': formatBytes(layer.fileBytes),
      takes: formatBytes(layer.allocatedBytes),
      cluster: layer.clusterSize === null ? '' : formatBytes(layer.clusterSize),
      'extended L2': layer.extendedL2 ? 'yes' : '',
      'found here': formatBytes(map.bytesByDepth[depth] ?? 0),
    })),
  );

const bitmapsFigure = (bitmaps: Inspection['bitmaps']): Figure =>
  tableFigure(
    'image-bitmaps',
    blocksWords.bitmaps(),
    bitmaps.map(({ name, granularityBytes, auto, inUse }) => ({
      bitmap: name,
      granularity: formatBytes(granularityBytes),
      records: auto ? 'yes' : 'no',
      state: inUse ? 'in use: not to be trusted' : 'closed',
    })),
  );

const snapshotsFigure = (snapshots: Inspection['snapshots']): Figure =>
  tableFigure(
    'image-snapshots',
    blocksWords.internal(),
    snapshots.map((snapshot) => ({
      id: snapshot.id,
      snapshot: snapshot.name,
      taken: new Date(snapshot.takenAt * 1000).toISOString(),
      disk: formatBytes(snapshot.diskBytes),
      'VM state': formatBytes(snapshot.vmStateBytes),
    })),
  );

type Fact = { fact: string; value: string | number };

function factsOf({ layers, map, missingBase, check, space, l2Cache }: Inspection): Fact[] {
  const facts: Fact[] = [
    { fact: 'extents of the map', value: map.extents },
    { fact: 'data', value: formatBytes(map.dataBytes) },
    { fact: 'zero', value: formatBytes(map.zeroBytes) },
    { fact: 'in no layer', value: formatBytes(map.absentBytes) },
    { fact: 'layers asked per read, by bytes', value: map.lookupsPerRead.toFixed(2) },
  ];
  if (map.allocatedZeroBytes > 0) {
    const value = formatBytes(map.allocatedZeroBytes);
    facts.splice(3, 0, { fact: 'both: allocated, but a hole of the file', value });
  }
  if (missingBase) {
    facts.push({ fact: 'in the missing base, or zero', value: formatBytes(map.unknownBytes) });
  }
  for (const [name, value] of Object.entries(nth(layers, 0).facts)) {
    const shown = name.endsWith('Bytes') && typeof value === 'number' ? formatBytes(value) : value;
    facts.push({ fact: wordsOf(name), value: typeof shown === 'boolean' ? `${shown}` : shown });
  }
  if (!check || !space || !l2Cache) return facts;
  const share =
    check.allocatedClusters > 0 ? check.fragmentedClusters / check.allocatedClusters : 0;
  facts.push(
    { fact: 'allocated clusters', value: check.allocatedClusters },
    { fact: 'fragmented', value: `${(100 * share).toFixed(2)} %` },
    { fact: 'compressed clusters', value: check.compressedClusters },
    { fact: 'leaked', value: formatBytes(space.leakedBytes) },
    { fact: 'corruptions', value: check.corruptions },
    { fact: 'kept behind zeroes', value: formatBytes(space.zeroedBytes) },
    { fact: 'free inside the file', value: formatBytes(space.freeBytes) },
    { fact: 'held by snapshots alone', value: formatBytes(space.snapshotOnlyBytes) },
    { fact: 'L2 cache for the whole disk', value: formatBytes(l2Cache.fullBytes) },
    { fact: 'L2 cache for the tables in use', value: formatBytes(l2Cache.inUseBytes) },
  );
  return facts;
}

/** "block states" for "blockStates". */
const wordsOf = (name: string) =>
  name.replace(/Bytes$/, ' size').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
