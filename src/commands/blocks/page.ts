import type { Device } from '../../model/blocks/device.ts';
import { blocksSections } from '../../report/sections/blocks.ts';
import { version } from '../../version.ts';
import type { PricedResult } from './replay.ts';

/** The report page of one replay. */
export async function writeBlocksPage(
  path: string,
  input: string,
  rows: readonly PricedResult[],
  device: Device,
  depth: number,
): Promise<void> {
  const { writePage } = await import('../../report/page.ts');
  await writePage(path, {
    title: 'Block maps: what snapshots cost',
    lead: `${input}, on ${device.title} at queue depth ${depth}.`,
    sections: blocksSections(rows, device, depth),
    provenance: { command: 'virtcost blocks replay', input, virtcost: version },
  });
}
