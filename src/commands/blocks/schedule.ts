import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import { disciplineById, disciplines } from '../../model/blocks/disciplines.ts';
import { runSchedule } from '../../model/blocks/schedule.ts';
import { figuresOf } from '../../report/section.ts';
import { scheduleSection } from '../../report/sections/blocks.ts';
import { blockScheduleSummary } from '../../report/summaries/blocks.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { bytesOf, countOf } from '../options.ts';
import { writeAnswerPage } from '../write-page.ts';

interface Flags {
  discipline: string;
  span: number;
  writes: number;
  intervals: number;
  keep: number;
  pattern: string;
  blockSize: number;
  seed: number;
  html?: string;
  json?: boolean;
}

/** `virtcost blocks schedule`: space and cost when a snapshot is taken every interval and some are kept. */
export function schedule(blocks: Command): void {
  blocks
    .command('schedule')
    .addHelpText(
      'after',
      examples(
        'blocks schedule --span 64MiB --writes 500 --intervals 4',
        'blocks schedule --span 64MiB --writes 500 --intervals 4 --discipline rbd-clone',
      ),
    )
    .description('space and write cost over a snapshot schedule (hourly, daily, keep N)')
    .option('--discipline <id>', disciplines.map((entry) => entry.id).join(', '), 'qcow2')
    .option('--span <size>', 'data on the disk, all of it written to', bytesOf, 2 ** 32)
    .option(
      '--writes <n>',
      'guest writes between two snapshots',
      (text) => countOf(text, 1),
      20_000,
    )
    .option('--intervals <n>', 'snapshots taken', (text) => countOf(text, 1), 24)
    .option('--keep <n>', 'snapshots kept', (text) => countOf(text, 1), 8)
    .option('--pattern <name>', 'rand, zipf or seq', 'zipf')
    .option('--block-size <size>', 'bytes of a write', bytesOf, 4096)
    .option('--seed <n>', 'seed', (text) => countOf(text), 1)
    .option('--html <file>', 'write a report page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (flags: Flags) => {
      const discipline = disciplineById(flags.discipline);
      if (!discipline) throw new UserError(`expected a discipline, found "${flags.discipline}".`);
      const { pattern, span, blockSize, seed, keep, intervals } = flags;
      if (pattern !== 'rand' && pattern !== 'zipf' && pattern !== 'seq') {
        throw new UserError(`expected a pattern (rand, zipf, seq), found "${pattern}".`);
      }
      if (intervals > 250) throw new UserError('expected at most 250 intervals.');
      if (span % 512 !== 0 || blockSize % 512 !== 0 || blockSize === 0 || blockSize > span) {
        throw new UserError(
          'expected sizes that are multiples of 512, --block-size within --span.',
        );
      }
      const plan = { size: span, span, pattern, blockSize, seed, keep, intervals } as const;
      const points = runSchedule(discipline, { ...plan, writesPerInterval: flags.writes });
      const lead = `${discipline.title}, grain ${formatBytes(discipline.blockBytes.value)}, ${points.length} intervals.`;
      const sections = [scheduleSection(discipline.title, points)];
      const inputs = {
        span: formatBytes(span),
        writes: `${flags.writes} of ${formatBytes(blockSize)}, ${pattern}`,
        kept: String(keep),
      };
      const summary = blockScheduleSummary(discipline.title, points, inputs, lead);
      const title = 'Space over a snapshot schedule';
      if (flags.html) await writeAnswerPage(flags.html, { title, summary, sections });
      const { sentence } = summary;
      if (!flags.json) return printAnswer(sentence, figuresOf(sections));
      const asked = { discipline: discipline.id, ...plan, writesPerInterval: flags.writes };
      printJson({ ...asked, sentence, summary, points, figures: figuresOf(sections) });
    });
}
