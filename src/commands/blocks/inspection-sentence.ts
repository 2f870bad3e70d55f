import { nth } from '../../elements.ts';
import { printable } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';

/** The answer in a line or two: what the image is, and what of it is not there. */
export function inspectionSentence({ layers, map, missingBase }: Inspection): string {
  const top = nth(layers, 0);
  const below = layers.length > 1 ? ` on ${layers.length - 1} below` : '';
  const size = formatBytes(top.virtualBytes);
  const found = `${formatBytes(map.dataBytes)} of data in ${map.extents} extents`;
  const { blocks, present = 0 } = top.facts;
  // The map of such a format says less than its table.
  const table = blocks === undefined ? '' : ` Its table has ${present} of ${blocks} blocks.`;
  const sentence = `A ${top.format} disk of ${size}${below}: ${found}.${table}`;
  if (!missingBase) return sentence;
  const unknown = formatBytes(map.unknownBytes);
  return `${sentence} The base is missing: "${printable(missingBase.name)}" (${printable(missingBase.reason.replace(/\.$/, ''))}); ${unknown} of the disk are in it or zero.`;
}
