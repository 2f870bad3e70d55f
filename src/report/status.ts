import type { Message } from '../message.ts';
import { page } from '../messages/page.ts';
import { statuses, terms } from '../messages/terms.ts';
import type { Sourced, Status } from '../sourced.ts';
import { type Html, html } from './html.ts';

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

/** The mark of a number and its status in words; `unverified` when nobody could confirm it. */
export const mark = ({ status, unverified }: Pick<Sourced, 'status' | 'unverified'>): Message =>
  terms.marked({ mark: statusMarks[status], status: statuses(unverified ? 'unverified' : status) });

/** The marks of several numbers, each once. */
export const marksOf = (numbers: readonly Parameters<typeof mark>[0][]): Message =>
  terms.list({ names: [...new Map(numbers.map(mark).map((one) => [String(one), one])).values()] });

export function statusLegend(): Html {
  return html`<ul class="marks" aria-label="${page.marks()}">${(
    Object.keys(statusMarks) as Status[]
  ).map(
    (status) =>
      html`<li>${statusMarks[status]} <b>${statuses(status)}</b> <span class="soft">${meaning[status]}</span></li>`,
  )}</ul>`;
}
