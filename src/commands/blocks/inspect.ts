import type { Command } from 'commander';
import { type ChainExtent, closeChain, openChain } from '../../formats/qcow2/chain.ts';
import { type Inspection, inspectChain } from '../../formats/qcow2/inspect.ts';
import { note, printJson } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { formatBytes } from '../../units.ts';
import { extentPicture, writeInspectPage } from './page.ts';

/** `virtcost blocks inspect FILE`: a real image, read-only. */
export function inspect(blocks: Command): void {
  blocks
    .command('inspect')
    .description(
      'a real qcow2 or raw disk: chain, map, snapshots, fragmentation, reclaimable space',
    )
    .argument('<file>', 'image file; its backing chain is followed')
    .option('--map', 'with every extent of the map')
    .option('--html <file>', 'write a page with the map as a picture')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options: { map?: boolean; json?: boolean; html?: string }) => {
      const layers = openChain(path);
      try {
        const cells = extentPicture(layers[0]!.size);
        const onExtent = options.html ? (extent: ChainExtent) => cells.add(extent) : undefined;
        let extents: number;
        if (options.map) extents = streamMap(layers, options.json === true, onExtent);
        else extents = show(inspectChain(layers, onExtent), options.json === true);
        if (options.html) await writeInspectPage(options.html, path, cells, extents);
      } finally {
        closeChain(layers);
      }
    });
}

/** The map can have millions of extents: it is written as it is walked. */
function streamMap(
  layers: ReturnType<typeof openChain>,
  json: boolean,
  onExtent: (extent: ChainExtent) => void = () => {},
): number {
  let first = true;
  const write = (text: string) => process.stdout.write(text);
  if (json) write('{"map":[');
  const inspection = inspectChain(layers, (extent) => {
    onExtent(extent);
    const { start, length, depth, present, zero, data, offset } = extent;
    const fields = { start, length, depth, present, zero, data };
    const row = offset === -1 ? fields : { ...fields, offset };
    if (json) write(`${first ? '\n' : ',\n'}${JSON.stringify(row)}`);
    else write(`${start}\t${length}\t${depth}\t${data ? 'data' : 'zero'}\t${offset}\n`);
    first = false;
  });
  if (json) write(`],\n"inspection":${JSON.stringify(inspection)}}\n`);
  else note(`${inspection.map.extents} extents`);
  return inspection.map.extents;
}

function show(inspection: Inspection, json: boolean): number {
  if (json) printJson(inspection);
  else showTables(inspection);
  return inspection.map.extents;
}

function showTables(inspection: Inspection): void {
  const { layers, snapshots, map, check, space, l2Cache } = inspection;
  printTable(
    layers.map((layer, depth) => ({
      depth,
      file: layer.path,
      format: layer.format,
      disk: formatBytes(layer.virtualBytes),
      file_size: formatBytes(layer.fileBytes),
      takes: formatBytes(layer.allocatedBytes),
      cluster: layer.clusterSize === null ? '' : formatBytes(layer.clusterSize),
      extended_l2: layer.extendedL2 ? 'yes' : '',
      found_here: formatBytes(map.bytesByDepth[depth] ?? 0),
    })),
  );
  const facts: Record<string, string | number>[] = [
    { fact: 'extents of the map', value: map.extents },
    { fact: 'data', value: formatBytes(map.dataBytes) },
    { fact: 'zero', value: formatBytes(map.zeroBytes) },
    { fact: 'in no layer', value: formatBytes(map.absentBytes) },
    { fact: 'layers asked per read, by bytes', value: map.lookupsPerRead.toFixed(2) },
  ];
  if (check && space && l2Cache) {
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
  }
  process.stdout.write('\n');
  printTable(facts);
  if (snapshots.length > 0) {
    process.stdout.write('\n');
    printTable(
      snapshots.map((snapshot) => ({
        id: snapshot.id,
        snapshot: snapshot.name,
        taken: new Date(snapshot.takenAt * 1000).toISOString(),
        disk: formatBytes(snapshot.diskBytes),
        vm_state: formatBytes(snapshot.vmStateBytes),
      })),
    );
  }
}
