import { unbroken } from '../../unbroken.ts';
import { make, spoken } from './make.ts';
import type { LiveAnswer, LiveCell, LiveTable, Said } from './protocol.ts';

function cellOf({ text, exact }: LiveCell): HTMLElement {
  const cell = spoken('td', text, exact === null ? '' : 'n');
  if (exact !== null) cell.dataset.value = String(exact);
  return cell;
}

/** A table as a fold. */
export function tableOf({ id, title, headings, rows }: LiveTable): HTMLDetailsElement {
  const table = make('table');
  const head = table.createTHead().insertRow();
  head.append(...headings.map((text) => spoken('th', text)));
  const body = table.createTBody();
  for (const row of rows) body.insertRow().append(...row.map(cellOf));
  const frame = make('div', 'scroll frame', table);
  frame.tabIndex = 0;
  const fold = make('details', '', spoken('summary', title), frame);
  fold.dataset.table = id;
  return fold;
}

/** What a line must not break apart. */
const unbrokenIn = ({ en, zh }: Said): Said => ({ en: unbroken(en), zh: unbroken(zh) });

/** The sentence of an answer, as the masthead has it. */
export const leadOf = (sentence: Said): HTMLElement => spoken('p', unbrokenIn(sentence), 'said');

/** Key figures, as the masthead has them. */
export const keysOf = (keys: LiveAnswer['keys']): HTMLElement =>
  make(
    'ul',
    'keys',
    ...keys.map(({ name, value, note }) =>
      make(
        'li',
        '',
        spoken('span', name),
        spoken('b', unbrokenIn(value)),
        spoken('span', unbrokenIn(note)),
      ),
    ),
  );
