import type { Sourced, Status } from '../sourced.ts';
import { type Html, html } from './html.ts';
import type { Section } from './section.ts';

/** A mark per status that survives black-and-white print and colour blindness. */
export const statusMarks: Record<Status, string> = {
  measured: '●',
  published: '◆',
  derived: '◇',
  estimated: '○',
};

const meaning: Record<Status, string> = {
  measured: 'measured on a machine',
  published: 'printed in a source that was read',
  derived: 'computed from measured or published numbers',
  estimated: 'path known, no measured number (hatched in charts)',
};

/** The mark of a number and its status in words; `unverified` when nobody could confirm it. */
export function mark(number: Pick<Sourced, 'status' | 'unverified'>): string {
  return (
    statusMarks[number.status] + (number.unverified ? '\u00a0unverified' : `\u00a0${number.status}`)
  );
}

/** The statuses whose marks stand in figures of these sections: a legend explains what is used. */
export function statusesOf(sections: readonly Section[]): Status[] {
  const text = JSON.stringify(
    sections.flatMap(({ figures }) => figures.map(({ rows, spec }) => [rows, spec])),
  );
  return (Object.keys(statusMarks) as Status[]).filter(
    (status) =>
      text.includes(statusMarks[status]) || (status === 'estimated' && text.includes('#hatch-')),
  );
}

export function statusLegend(statuses: readonly Status[]): Html {
  return html`<ul class="marks" aria-label="How numbers are known">${statuses.map(
    (status) =>
      html`<li>${statusMarks[status]} <b>${status}</b> <span class="soft">${meaning[status]}</span></li>`,
  )}</ul>`;
}
