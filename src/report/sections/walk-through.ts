import { blocksWords } from '../../messages/blocks.ts';
import { cellWords } from '../../messages/cells.ts';
import { terms } from '../../messages/terms.ts';
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
    title: cellWords(titles[id]),
    text: html``,
    figures: [
      tableFigure(
        `show-${id}-steps`,
        blocksWords.operations({ titles: cellWords(titles[id]) }),
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
        blocksWords.where({ titles: cellWords(titles[id]) }),
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
    return [{ action: blocksWords.compareOthers(), gain: blocksWords.oneAlone() }];
  return [
    {
      action: blocksWords.leastAction({ title: cellWords(least.title) }),
      gain: blocksWords.leastGain({
        least: least.bytes,
        title: cellWords(most.title),
        most: most.bytes,
      }),
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
    return blocksWords.moves({ title: cellWords(titles[id]), copies, moved, bytes });
  });
  return {
    title: blocksWords.showTitle(),
    question: blocksWords.showQuestion(),
    advice: leastWritten(walks),
    sentence: blocksWords.show({
      blocks: disk.blocks,
      blockSize: disk.blockSize,
      filled: disk.filled,
      join: terms.joined({ parts: written }),
    }),
    result: { disk, disciplines: walks },
    sections: walks.map(discipline),
  };
}
