import type { Figure } from '../../figure.ts';
import type { Row } from '../../studies/column.ts';
import type { Study } from '../../studies/study.ts';
import { inWords } from '../../studies/words.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

/** The answer of a study: its sentences, then its figures. */
export function studySection(study: Study, rows: readonly Row[]): Section {
  const sentences = study.sentences(rows).map(inWords);
  return {
    id: `study-${study.id}`,
    title: study.title,
    text: html`<p>${study.asks}</p><ul>${sentences.map((text) => html`<li>${text}</li>`)}</ul>`,
    figures: study.figures(rows),
  };
}

/** What the scenario expects and does not get. */
export function expectationsSection(figures: readonly Figure[]): Section[] {
  if (figures.length === 0) return [];
  return [
    {
      id: 'expectations',
      title: 'Expectations missed',
      text: html`<p>The scenario states bounds that these cells do not meet; virtcost run exits with 3.</p>`,
      figures,
    },
  ];
}
