import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import type { StudyAnswer } from '../../studies/answer.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

/** Sentences that stand open; the rest are folded behind their number. */
const MOST = 12;

const listed = (sentences: readonly Text[]) =>
  html`<ul>${sentences.map((text) => html`<li>${text}</li>`)}</ul>`;

const folded = (sentences: readonly Text[]) =>
  sentences.length === 0
    ? ''
    : html`<details><summary>${studyWords.sentencesLeft({ n: sentences.length })}</summary>${listed(sentences)}</details>`;

/** The answer of a study: its sentences, then its figures. */
export function studySection({ id, title, asks, sentences, figures }: StudyAnswer): Section {
  return {
    id: `study-${id}`,
    title,
    text: html`<p>${asks}</p>${listed(sentences.slice(0, MOST))}${folded(sentences.slice(MOST))}`,
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
