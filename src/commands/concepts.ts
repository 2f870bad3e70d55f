import type { Command } from 'commander';
import { type ConceptGroup, statusOf } from '../concepts/concept.ts';
import { conceptGroups } from '../concepts/index.ts';
import { UserError } from '../errors.ts';
import { someNames } from '../names.ts';
import { figuresOf } from '../report/section.ts';
import { conceptSections, conceptsSentence } from '../report/sections/concepts.ts';
import { plainSummary } from '../report/summaries/plain.ts';
import { note, printJson, say } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { writeAnswerPage } from './write-page.ts';

interface Flags {
  group?: string;
  find?: string;
  json?: boolean;
  html?: string;
}

/** The groups asked for, with the concepts that hold a word in any of their texts. */
function chosenGroups({ group, find }: Flags): ConceptGroup[] {
  const asked = someNames(
    'groups of concepts',
    group ?? '*',
    conceptGroups.map(({ id }) => id),
  );
  const word = find?.toLowerCase() ?? '';
  const groups = conceptGroups
    .filter(({ id }) => asked.includes(id))
    .map((one) => ({
      ...one,
      concepts: one.concepts.filter(({ english, chinese, what }) =>
        `${english} ${chinese} ${what}`.toLowerCase().includes(word),
      ),
    }))
    .filter(({ concepts }) => concepts.length > 0);
  if (groups.length === 0) throw new UserError(`--find: no concept has "${find}" in its text.`);
  return groups;
}

/** `virtcost concepts`: every concept of the field, the command that prices it, the status of its numbers. */
export function concepts(program: Command): void {
  program
    .command('concepts')
    .addHelpText('after', examples('concepts --group migration', 'concepts --find balloon'))
    .option('--group <id>', `${conceptGroups.map(({ id }) => id).join(', ')} (default: all)`)
    .option('--find <word>', 'concepts with this word in term or meaning')
    .option('--html <file>', 'write the list as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (flags: Flags) => {
      const groups = chosenGroups(flags);
      const sentence = conceptsSentence(groups);
      const sections = conceptSections(groups);
      const figures = figuresOf(sections);
      const summary = plainSummary({
        question: 'Which concepts of the field are there, and which command prices each?',
        inputs: { group: flags.group ?? 'all', word: flags.find ?? 'any' },
        ...{ sentence, figures },
        advice: [
          {
            action: 'Run the command beside a concept.',
            gain: 'its price, with interval and sources.',
          },
        ],
      });
      if (flags.html) {
        const title = 'Concepts of virtualization and cloud';
        await writeAnswerPage(flags.html, { title, summary, sections });
        note(flags.html);
      }
      if (flags.json) return printJson({ ...documentOf(groups, sentence, figures), summary });
      say(sentence);
      for (const { title, concepts: listed } of groups) {
        say(`\n${title}`);
        for (const { english, chinese, what, command, numbers } of listed) {
          say(`  ${english} (${chinese}): ${what}`);
          say(`      virtcost ${command}`);
          say(`      numbers: ${statusOf(numbers)}`);
        }
      }
    });
}

function documentOf(groups: readonly ConceptGroup[], sentence: string, figures: unknown) {
  return {
    sentence,
    concepts: groups.flatMap(({ id: group, concepts: listed }) =>
      listed.map(({ id, english, chinese, what, command, numbers }) => ({
        id,
        group,
        english,
        chinese,
        what,
        command: `virtcost ${command}`,
        status: statusOf(numbers),
      })),
    ),
    figures,
  };
}
