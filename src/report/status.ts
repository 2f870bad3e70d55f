import type { Message } from '../message.ts';
import { page } from '../messages/page.ts';
import { statuses, terms } from '../messages/terms.ts';
import type { Status } from '../sourced.ts';
import { type Html, html } from './html.ts';
import type { Section } from './section.ts';

/** A mark per status that survives black-and-white print and colour blindness. */
export const statusMarks: Record<Status, string> = {
  measured: '●',
  published: '◆',
  derived: '◇',
  estimated: '○',
};

const meaning: Record<Status, Message> = {
  measured: page.measured(),
  published: page.published(),
  derived: page.derived(),
  estimated: page.estimated(),
};

/** How a number is known. */
interface Known {
  status: Status;
  unverified?: boolean | undefined;
}

/** The mark of a number and its status in words; `unverified` when nobody could confirm it. */
export const mark = ({ status, unverified }: Known): Message =>
  terms.marked({ mark: statusMarks[status], status: statuses(unverified ? 'unverified' : status) });

/** The marks of several numbers, each once. */
export const marksOf = (numbers: readonly Known[]): Message =>
  terms.list({ names: [...new Map(numbers.map(mark).map((one) => [String(one), one])).values()] });

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

export function statusLegend(shown: readonly Status[]): Html {
  return html`<ul class="marks" aria-label="${page.marks()}">${shown.map(
    (status) =>
      html`<li>${statusMarks[status]} <b>${statuses(status)}</b> <span class="soft">${meaning[status]}</span></li>`,
  )}</ul>`;
}
