import { type ConceptGroup, statusOf } from '../../concepts/concept.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

/** How many concepts there are, and where their numbers come from. */
export function conceptsSentence(groups: readonly ConceptGroup[]): string {
  const all = groups.flatMap(({ concepts }) => concepts);
  const simulated = all.filter(({ numbers }) => 'simulated' in numbers).length;
  const exact = all.filter(({ numbers }) => 'exact' in numbers).length;
  const unverified = all.filter(({ numbers }) => statusOf(numbers).includes('unverified')).length;
  return `${all.length} concepts of virtualization and cloud in ${groups.length} groups: ${simulated} simulated step by step, ${exact} exact arithmetic on what is stated, ${all.length - simulated - exact} priced from sourced numbers, of which ${unverified} lean on a number nobody could confirm.`;
}

/** One table a group: term in both languages, meaning, command, status of the numbers. */
export const conceptSections = (groups: readonly ConceptGroup[]): Section[] =>
  groups.map(({ id, title, concepts }) => ({
    id: `concepts-${id}`,
    title,
    text: html``,
    figures: [
      tableFigure(
        `concepts-${id}-table`,
        title,
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
