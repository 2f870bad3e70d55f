import type { Command } from 'commander';
import { figuresOf } from '../report/section.ts';
import type { Topic } from '../report/topic.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { version } from '../version.ts';

export interface TellFlags {
  html?: string;
  json?: boolean;
}

/** The two options every answer has. */
export const tellOptions = (command: Command): Command =>
  command
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output');

/** A topic as page, JSON or tables. `command` are the words after `virtcost`. */
export async function tellTopic(topic: Topic, flags: TellFlags, command: string): Promise<void> {
  const { title, sentence, result, sections, pageOnly = [], exitCode = 0 } = topic;
  const figures = figuresOf(sections);
  if (flags.html) {
    const { writePage } = await import('../report/page.ts');
    await writePage(flags.html, {
      title,
      lead: sentence,
      sections,
      provenance: { command: `virtcost ${command}`, version },
    });
    note(flags.html);
  }
  if (flags.json) printJson({ sentence, exitCode, ...result, figures });
  else {
    const shown = figures.filter(({ id }) => !pageOnly.includes(id) && !id.endsWith('-numbers'));
    printAnswer(sentence, shown);
  }
  process.exitCode = exitCode;
}
