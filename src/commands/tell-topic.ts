import type { Command } from 'commander';
import type { Figure } from '../figure.ts';
import { headings } from '../messages/headings.ts';
import { topicWords } from '../messages/topics.ts';
import { figuresOf } from '../report/section.ts';
import { cellInWords, plainSummary } from '../report/summaries/plain.ts';
import type { Topic } from '../report/topic.ts';
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
    .map((row) => ({
      name: cellInWords(row[label], label),
      value: cellInWords(row[column], column),
      note: headings(column),
    }));
  return keyFigures.length >= 3 ? { keyFigures } : {};
}

/** A topic as page, JSON or tables. `command` are the words after `virtcost`. */
export async function tellTopic(topic: Topic, flags: TellFlags, command: string): Promise<void> {
  const { title, sentence, result, sections, pageOnly = [], exitCode = 0 } = topic;
  const figures = figuresOf(sections);
  const { question = topicWords.question({ title }), advice } = topic;
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
