import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import {
  parseOperations,
  type ShownDiscipline,
  shownDisciplines,
  walkThrough,
} from '../../model/blocks/walk-through.ts';
import { someNames } from '../../names.ts';
import { walkTopic } from '../../report/sections/walk-through.ts';
import { examples } from '../examples.ts';
import { bytesOf, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

interface Flags extends TellFlags {
  blocks: number;
  block: number;
  filled?: number;
  write?: number;
  discipline: ShownDiscipline[];
}

function disciplineList(text: string): ShownDiscipline[] {
  return someNames('disciplines', text, shownDisciplines);
}

/** `virtcost blocks show`: the walk-through of copy-on-write and redirect-on-write, from the kernel. */
export function show(blocks: Command): void {
  const command = blocks
    .command('show')
    .addHelpText(
      'after',
      examples('blocks show s w1 r1', "blocks show w0 s w0 s w1 --discipline 'qcow*'"),
    )
    .description('where each block lies before and after every write, with snapshots between')
    .argument(
      '[operations...]',
      's: snapshot; wBLOCK, wFIRST-LAST: write; rBLOCK: read (default: s w1)',
    )
    .option('--blocks <n>', 'blocks of the disk', wholeNumber(1, 4096), 2)
    .option('--block <size>', 'bytes of a block, a power of two', bytesOf, 4096)
    .option('--filled <n>', 'blocks filled before (default: all)', wholeNumber(0, 4096))
    .option('--write <size>', 'bytes of a write (default: a block)', bytesOf)
    .option('--discipline <ids>', shownDisciplines.join(','), disciplineList, [
      ...shownDisciplines,
    ]);
  tellOptions(command).action(async (words: string[], flags: Flags) => {
    const { blocks: count, block: blockSize } = flags;
    if (!Number.isInteger(Math.log2(blockSize)) || blockSize < 512 || blockSize > 2 ** 21) {
      throw new UserError(`--block: expected a power of two from 512 to 2M, found ${blockSize}.`);
    }
    const writeBytes = flags.write ?? blockSize;
    if (writeBytes < 512 || writeBytes % 512 !== 0 || writeBytes > blockSize) {
      throw new UserError(
        `--write: expected a multiple of 512 of at most a block, found ${writeBytes}.`,
      );
    }
    const filled = Math.min(count, flags.filled ?? count);
    const disk = { blocks: count, blockSize, filled, writeBytes };
    const operations = parseOperations(words.length > 0 ? words.join(' ') : 's w1', count);
    const walks = flags.discipline.map((id) => walkThrough(id, operations, disk));
    await tellTopic(walkTopic(walks, disk), flags, `blocks show ${words.join(' ')}`);
  });
}
