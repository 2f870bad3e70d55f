import { type ConceptGroup, statusOf } from '../../concepts/concept.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { conceptWords } from '../../messages/concepts.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

/** How many concepts there are, and where their numbers come from. */
export function conceptsSentence(groups: readonly ConceptGroup[]): Text {
  const all = groups.flatMap(({ concepts }) => concepts);
  const simulated = all.filter(({ numbers }) => 'simulated' in numbers).length;
  const exact = all.filter(({ numbers }) => 'exact' in numbers).length;
  const unverified = all.filter(({ numbers }) =>
    String(statusOf(numbers)).includes('unverified'),
  ).length;
  return conceptWords.sentence({
    all: all.length,
    groups: groups.length,
    simulated,
    exact,
    priced: all.length - simulated - exact,
    unverified,
  });
}

/** One table a group: term in both languages, meaning, command, status of the numbers. */
export const conceptSections = (groups: readonly ConceptGroup[]): Section[] =>
  groups.map(({ id, title, concepts }) => ({
    id: `concepts-${id}`,
    title: cellWords(title),
    text: html``,
    figures: [
      tableFigure(
        `concepts-${id}-table`,
        cellWords(title),
        concepts.map(({ english, chinese, what, command, numbers }) => ({
          concept: english,
          中文: chinese,
          'what it is': what,
          'priced by': `virtcost ${command}`,
          'its numbers': statusOf(numbers),
        })),
      ),
    ],
  }));
