import type { Page } from '../src/report/page.ts';
import { renderPage } from '../src/report/page.ts';
import type { Section } from '../src/report/section.ts';
import type { Summary } from '../src/summary.ts';

export const summary: Summary = {
  question: 'Is it so?',
  inputs: {},
  sentence: 'It is so. Mostly.',
  confidence: 'Sure.',
  wouldChange: 'Nothing.',
  advice: [{ action: 'Do nothing.', gain: 'saves the effort.' }],
  keyFigures: [{ name: 'How much', value: '1 s' }],
};

export const origin = { command: 'virtcost run', date: '2026-01-31', version: '1.2.3' };

/** A page of these sections under a summary that says little. */
export const pageOf = (sections: readonly Section[], more: Partial<Page> = {}): Promise<string> =>
  renderPage({ title: 'T', summary, sections, ...more }, origin);
