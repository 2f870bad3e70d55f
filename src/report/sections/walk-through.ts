import type { Disk, WalkThrough } from '../../model/blocks/walk-through.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';
import type { Topic } from '../topic.ts';

const titles: Readonly<Record<WalkThrough['discipline'], string>> = {
  cow: 'Copy-on-write',
  row: 'Redirect-on-write',
  'write-anywhere': 'Write-anywhere',
  qcow2: 'qcow2, internal snapshots',
};

/** "0x2000"; a dash where a block lies nowhere. */
const address = (value: number | null): string =>
  value === null ? '—' : `0x${value.toString(16)}`;

function discipline({ discipline: id, steps, map }: WalkThrough): Section {
  return {
    id: `show-${id}`,
    title: titles[id],
    text: html``,
    figures: [
      tableFigure(
        `show-${id}-steps`,
        `${titles[id]}: each operation`,
        steps.map((step) => ({
          step: step.step,
          operation: step.operation,
          before: step.block === null ? '' : address(step.before),
          after: step.block === null ? '' : address(step.after),
          'old content copied to': step.copiedTo.map(address).join(', '),
          'read, bytes': step.hostReadBytes,
          'written, bytes': step.hostWrittenBytes,
          'look-ups': step.lookups,
        })),
      ),
      tableFigure(
        `show-${id}-map`,
        `${titles[id]}: where each block lies`,
        map.map(({ block, live, snapshots }) => ({
          block,
          now: address(live),
          ...Object.fromEntries(snapshots.map((place, i) => [`snapshot ${i + 1}`, address(place)])),
        })),
      ),
    ],
  };
}

/** The same operations under several disciplines, address by address. */
export function walkTopic(walks: readonly WalkThrough[], disk: Disk): Topic {
  const written = walks.map(({ discipline: id, steps }) => {
    const copies = steps.reduce((sum, { copiedTo }) => sum + copiedTo.length, 0);
    const moved = steps.filter(
      ({ before, after }) => before !== null && after !== null && before !== after,
    ).length;
    const bytes = steps.reduce((sum, { hostWrittenBytes }) => sum + hostWrittenBytes, 0);
    return `${titles[id].toLowerCase()} copies ${copies} and moves ${moved} blocks, ${bytes} bytes written`;
  });
  return {
    title: 'Where blocks lie, write by write',
    sentence: `A disk of ${disk.blocks} blocks of ${disk.blockSize} bytes, ${disk.filled} of them filled: ${written.join('; ')}.`,
    result: { disk, disciplines: walks },
    sections: walks.map(discipline),
  };
}
