import type { Command } from 'commander';
import { ExitCode } from '../../errors.ts';
import {
  type ChainExtent,
  closeChain,
  type DiskChain,
  openChain,
} from '../../formats/disk-image/chain.ts';
import { type Inspection, inspectChain } from '../../formats/disk-image/inspect.ts';
import { note, printJson } from '../../terminal/output.ts';
import { extentPicture, writeInspectPage } from './page.ts';
import { inspectionSentence, showInspection } from './show-inspection.ts';

/** `virtcost blocks inspect FILE`: a real image, read-only. */
export function inspect(blocks: Command): void {
  blocks
    .command('inspect')
    .description(
      'a real disk image (qcow2, VMDK, VDI, VHDX, VPC, raw): chain, map, snapshots, reclaimable space',
    )
    .argument('<file>', 'image file; its backing chain is followed')
    .option('--map', 'with every extent of the map')
    .option('--html <file>', 'write a page with the map as a picture')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options: { map?: boolean; json?: boolean; html?: string }) => {
      const chain = openChain(path);
      try {
        const cells = extentPicture(chain.layers[0]!.size);
        const onExtent = options.html ? (extent: ChainExtent) => cells.add(extent) : undefined;
        let extents: number;
        if (options.map) extents = streamMap(chain, options.json === true, onExtent);
        else extents = show(inspectChain(chain, onExtent), options.json === true);
        if (options.html) await writeInspectPage(options.html, path, cells, extents);
        if (chain.missing) process.exitCode = ExitCode.partial;
      } finally {
        closeChain(chain);
      }
    });
}

/** The map can have millions of extents: it is written as it is walked. */
function streamMap(
  chain: DiskChain,
  json: boolean,
  onExtent: (extent: ChainExtent) => void = () => {},
): number {
  let first = true;
  const write = (text: string) => process.stdout.write(text);
  if (json) write('{"map":[');
  const inspection = inspectChain(chain, (extent) => {
    onExtent(extent);
    const { start, length, depth, present, zero, data, offset } = extent;
    const fields = { start, length, depth, present, zero, data };
    const row = offset === -1 ? fields : { ...fields, offset };
    if (json) write(`${first ? '\n' : ',\n'}${JSON.stringify(row)}`);
    else write(`${start}\t${length}\t${depth}\t${wordOf(extent)}\t${offset}\n`);
    first = false;
  });
  const sentence = inspectionSentence(inspection);
  const document = { sentence, ...inspection };
  if (json) write(`],\n"inspection":${JSON.stringify(document)}}\n`);
  else note(sentence);
  return inspection.map.extents;
}

function show(inspection: Inspection, json: boolean): number {
  if (json) printJson({ sentence: inspectionSentence(inspection), ...inspection });
  else showInspection(inspection);
  return inspection.map.extents;
}

function wordOf({ data, zero }: ChainExtent): string {
  if (data) return zero ? 'data, zero' : 'data';
  return zero ? 'zero' : 'unknown';
}
