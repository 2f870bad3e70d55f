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

/** The discipline that writes least for these operations. */
function leastWritten(walks: readonly WalkThrough[]): NonNullable<Topic['advice']> {
  const [least, ...others] = walks
    .map(({ discipline: id, steps }) => ({
      title: titles[id],
      bytes: steps.reduce((sum, { hostWrittenBytes }) => sum + hostWrittenBytes, 0),
    }))
    .sort((a, b) => a.bytes - b.bytes);
  const most = others.at(-1);
  if (!least || !most)
    return [{ action: 'Compare other disciplines.', gain: 'one alone was asked about.' }];
  return [
    {
      action: `${least.title} writes least for these operations.`,
      gain: `${least.bytes.toLocaleString('en-US')} bytes where ${most.title.toLowerCase()} writes ${most.bytes.toLocaleString('en-US')}.`,
    },
  ];
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
    question: 'Where does each block lie before and after every write?',
    advice: leastWritten(walks),
    sentence: `A disk of ${disk.blocks} blocks of ${disk.blockSize} bytes, ${disk.filled} of them filled: ${written.join('; ')}.`,
    result: { disk, disciplines: walks },
    sections: walks.map(discipline),
  };
}
