import type { Figure } from '../../figure.ts';
import { studyWords } from '../../messages/studies.ts';
import type { StudyAnswer } from '../../studies/answer.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

/** The answer of a study: its sentences, then its figures. */
export function studySection({ id, title, asks, sentences, figures }: StudyAnswer): Section {
  return {
    id: `study-${id}`,
    title,
    text: html`<p>${asks}</p><ul>${sentences.map((text) => html`<li>${text}</li>`)}</ul>`,
    figures,
  };
}

/** What the scenario expects and does not get. */
export function expectationsSection(figures: readonly Figure[]): Section[] {
  if (figures.length === 0) return [];
  return [
    {
      id: 'expectations',
      title: studyWords.missedTitle(),
      text: html`<p>${studyWords.missedIntro()}</p>`,
      figures,
    },
  ];
}
