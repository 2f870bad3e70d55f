import type { Command } from 'commander';
import type { Figure, FigureCell } from '../figure.ts';
import { figuresOf } from '../report/section.ts';
import { plainSummary } from '../report/summaries/plain.ts';
import type { Topic } from '../report/topic.ts';
import { inProse } from '../summary.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { writeAnswerPage } from './write-page.ts';

export interface TellFlags {
  html?: string;
  json?: boolean;
}

/** The two options every answer has. */
export const tellOptions = (command: Command): Command =>
  command
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output');

/** The first rows that have the column, by their label; nothing where no table has both. */
function keyFiguresBy({ column, label }: { column: string; label: string }, figures: Figure[]) {
  const rows = figures.find(({ rows: [top] }) => top && column in top && label in top)?.rows ?? [];
  const keyFigures = rows
    .filter((row) => row[column] !== null)
    .slice(0, 4)
    .map((row) => ({ name: String(row[label]), value: shown(row[column]), note: column }));
  return keyFigures.length >= 3 ? { keyFigures } : {};
}

const shown = (cell: FigureCell | undefined): string =>
  typeof cell === 'number' ? inProse(cell) : String(cell);

/** A topic as page, JSON or tables. `command` are the words after `virtcost`. */
export async function tellTopic(topic: Topic, flags: TellFlags, command: string): Promise<void> {
  const { title, sentence, result, sections, pageOnly = [], exitCode = 0 } = topic;
  const figures = figuresOf(sections);
  const { question = `${title}: what does it come to?`, advice } = topic;
  const inputs = { asked: `virtcost ${command}` };
  const plain = plainSummary({ question, inputs, sentence, figures, ...(advice && { advice }) });
  const summary = topic.key ? { ...plain, ...keyFiguresBy(topic.key, figures) } : plain;
  if (flags.html) {
    await writeAnswerPage(flags.html, { title, summary, sections });
    note(flags.html);
  }
  if (flags.json) printJson({ sentence, exitCode, summary, ...result, figures });
  else {
    const shown = figures.filter(({ id }) => !pageOnly.includes(id) && !id.endsWith('-numbers'));
    printAnswer(sentence, shown);
  }
  process.exitCode = exitCode;
}
