import { nth } from '../../elements.ts';
import { printable } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';
import type { Text } from '../../message.ts';
import { blocksWords } from '../../messages/blocks.ts';

/** The answer in a line or two: what the image is, and what of it is not there. */
export function inspectionSentence({ layers, map, missingBase }: Inspection): Text {
  const top = nth(layers, 0);
  const below = layers.length > 1 ? blocksWords.below({ layers: layers.length - 1 }) : '';
  const size = formatBytes(top.virtualBytes);
  const found = blocksWords.dataIn({ dataBytes: map.dataBytes, extents: map.extents });
  if (top.format === 'raw' && top.virtualBytes === 0) return blocksWords.emptyFile();
  const { blocks, present = 0 } = top.facts;
  // The map of such a format says less than its table.
  const table =
    blocks === undefined
      ? ''
      : blocksWords.table({ present: Number(present), blocks: Number(blocks) });
  const sentence: Text = blocksWords.disk({ format: top.format, size, below, found, table });
  if (!missingBase) return sentence;
  const unknown = formatBytes(map.unknownBytes);
  return blocksWords.missing({
    sentence,
    name: printable(missingBase.name),
    replace: printable(missingBase.reason.replace(/\.$/, '')),
    unknown,
  });
}
