import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import type { FigureCell } from '../../figure.ts';
import { formatBytes, rounded } from '../../format.ts';
import type { Text } from '../../message.ts';
import { blockAnswerWords as words } from '../../messages/blocks-answers.ts';
import { terms } from '../../messages/terms.ts';
import { whenToFlatten } from '../../model/blocks/chain.ts';
import { type DiskMove, moveDisk } from '../../model/blocks/disk-migration.ts';
import { timeToFull } from '../../model/blocks/thin.ts';
import { tableFigure } from '../../report/section.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { bytesOf, countOf } from '../options.ts';

const json = ['--json', 'print one JSON document on standard output'] as const;

function shareOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UserError(`expected a share from 0 to 1, found "${text}".`);
}

interface Shown {
  id: string;
  sentence: Text;
  title: Text;
  rows: [what: string, value: FigureCell][];
}

function show(answer: object, asJson: boolean | undefined, shown: Shown): void {
  const { id, sentence, title } = shown;
  const rows = shown.rows.map(([what, value]) => ({ what, value }));
  const figures = [tableFigure(id, title, rows)];
  if (asJson) printJson({ ...answer, sentence, figures });
  else printAnswer(sentence, figures);
}

const time = (seconds: number | null) =>
  seconds === null ? words.never() : terms.seconds({ value: seconds });

/** `virtcost blocks flatten`: when merging a chain pays. */
export function flatten(blocks: Command): void {
  blocks
    .command('flatten')
    .addHelpText(
      'after',
      examples(
        'blocks flatten --depth 12 --bytes 40GiB',
        'blocks flatten --depth 30 --bytes 200GiB --reads 20k --bandwidth 500MB/s',
      ),
    )
    .description('when to merge a chain: time of the copy against time saved by reads')
    .requiredOption('--depth <n>', 'layers above the base', (text) => countOf(text, 1))
    .requiredOption('--bytes <size>', 'data the flatten copies', bytesOf)
    .option('--held <share>', 'share of the disk each layer holds', shareOf, 0.02)
    .option('--bandwidth <rate>', 'bytes a second the copy may use', bytesOf, 200e6)
    .option('--reads <n>', 'guest reads a second', (text) => countOf(text), 5000)
    .option(...json)
    .action((flags) => {
      if (flags.bandwidth === 0) throw new UserError('expected a --bandwidth above 0.');
      const { depth, held, bytes, bandwidth: bytesPerSecond, reads: readsPerSecond } = flags;
      const answer = whenToFlatten({ depth, held, bytes, bytesPerSecond, readsPerSecond });
      const said = {
        depth,
        copy: answer.copySeconds,
        before: answer.readUsBefore,
        after: answer.readUsAfter,
      };
      show(answer, flags.json, {
        id: 'chain-flatten',
        sentence:
          answer.paysAfterSeconds === null
            ? words.flattenNever(said)
            : words.flattenPays({ ...said, pays: answer.paysAfterSeconds }),
        title: words.flattenTable(),
        rows: [
          ['a read now', words.us({ value: answer.readUsBefore })],
          ['a read afterwards', words.us({ value: answer.readUsAfter })],
          ['the copy takes', time(answer.copySeconds)],
          ['waiting saved in a second', time(answer.savedPerSecond)],
          ['the copy has paid after', time(answer.paysAfterSeconds)],
        ],
      });
    });
}

/** `virtcost blocks thin`: over-commit of space, and when the pool is full. */
export function thin(blocks: Command): void {
  blocks
    .command('thin')
    .addHelpText(
      'after',
      examples(
        'blocks thin --pool 10TiB --disks 40 --size 500GiB',
        'blocks thin --pool 2TiB --disks 20 --size 200GiB --trim-rate 500kB/s',
      ),
    )
    .description(
      'thin provisioning: over-commit, time until the pool is full, what reclaim changes',
    )
    .requiredOption('--pool <size>', 'real space', bytesOf)
    .requiredOption('--disks <n>', 'equal disks in the pool', (text) => countOf(text, 1))
    .requiredOption('--size <size>', 'size promised to each', bytesOf)
    .option('--allocated <size>', 'taken by each now', bytesOf, 0)
    .option('--write-rate <rate>', 'bytes a second each guest writes', bytesOf, 1e6)
    .option('--write-size <size>', 'bytes of a write', bytesOf, 4096)
    .option('--trim-rate <rate>', 'bytes a second each guest deletes and trims', bytesOf, 0)
    .option('--span <size>', 'part of the disk the writes go to (default: all)', bytesOf)
    .option('--grain <size>', 'unit of allocation', bytesOf, 65536)
    .option(...json)
    .action((flags) => {
      if (Math.min(flags.pool, flags.size, flags.grain, flags.writeSize) === 0) {
        throw new UserError('expected --pool, --size, --grain and --write-size above 0.');
      }
      const disk = {
        size: flags.size,
        allocated: Math.min(flags.allocated, flags.size),
        writeRate: flags.writeRate,
        trimRate: flags.trimRate,
        grain: flags.grain,
        writeSize: flags.writeSize,
        ...(flags.span === undefined ? {} : { span: flags.span }),
      };
      const answer = timeToFull(flags.pool, new Array(flags.disks).fill(disk));
      const said = {
        disks: flags.disks as number,
        size: flags.size as number,
        pool: flags.pool as number,
        provisioned: answer.provisionedBytes,
        times: answer.overcommit,
      };
      show(answer, flags.json, {
        id: 'thin-pool',
        sentence:
          answer.secondsToFull === null
            ? words.thinNever(said)
            : words.thinFull({ ...said, full: answer.secondsToFull }),
        title: words.thinTable(),
        rows: [
          ['provisioned', formatBytes(answer.provisionedBytes)],
          ['taken now', formatBytes(answer.allocatedBytes)],
          ['over-commit', rounded(answer.overcommit, 3)],
          ['full in', time(answer.secondsToFull)],
          ['full in, without reclaim', time(answer.secondsToFullWithoutReclaim)],
        ],
      });
    });
}

/** `virtcost blocks move`: a disk migrates to another store while the guest writes. */
export function move(blocks: Command): void {
  blocks
    .command('move')
    .addHelpText(
      'after',
      examples(
        'blocks move --data 200GiB',
        'blocks move --data 200GiB --method passes --bandwidth 10Gbit --max-pause 1s',
      ),
    )
    .description('disk migration between stores, with or without its snapshots')
    .requiredOption('--data <size>', 'data the disk shows', bytesOf)
    .option('--history <size>', 'space of snapshots and hidden layers', bytesOf, 0)
    .option('--with-snapshots', 'take the snapshots along')
    .option('--bandwidth <rate>', 'bytes a second between the stores', bytesOf, 500e6)
    .option('--write-rate <rate>', 'bytes a second the guest writes', bytesOf, 10e6)
    .option('--working-set <size>', 'part of the disk the writes go round in', bytesOf, 2 ** 32)
    .option(
      '--method <name>',
      'mirror (writes go to both) or passes (changed blocks again)',
      'mirror',
    )
    .option(
      '--max-pause <ms>',
      'longest pause for the last pass, milliseconds',
      (t) => countOf(t),
      300,
    )
    .option(...json)
    .action((flags) => {
      if (flags.method !== 'mirror' && flags.method !== 'passes') {
        throw new UserError(`expected a method (mirror, passes), found "${flags.method}".`);
      }
      if (flags.bandwidth === 0) throw new UserError('expected a --bandwidth above 0.');
      const question: DiskMove = {
        dataBytes: flags.data,
        historyBytes: flags.history,
        bytesPerSecond: flags.bandwidth,
        writeRate: flags.writeRate,
        workingSet: flags.workingSet,
        method: flags.method,
        withSnapshots: flags.withSnapshots === true,
        maxPause: flags.maxPause / 1000,
      };
      const answer = moveDisk(question);
      const { seconds, bytes, passes, pauseSeconds: pause, verdict } = answer;
      const finite = Number.isFinite(seconds);
      show({ ...answer, seconds: finite ? seconds : null }, flags.json, {
        id: 'disk-move',
        sentence:
          verdict === 'completes' && finite
            ? words.moves({ time: seconds, bytes, passes, pause })
            : words.movesNever({ bytes, passes }),
        title: words.moveTable(),
        rows: [
          ['verdict', verdict],
          ['time', finite ? terms.seconds({ value: seconds }) : words.endless()],
          ['moved', formatBytes(bytes)],
          ['passes', passes],
          ['pause', terms.seconds({ value: pause })],
        ],
      });
    });
}
