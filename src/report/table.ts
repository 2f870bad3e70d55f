import type { FigureCell } from '../figure.ts';
import { NONE, shownNumber } from '../format.ts';
import { Message, type Text } from '../message.ts';
import { cellText } from '../messages/cells.ts';
import { headingText } from '../messages/headings.ts';
import { page } from '../messages/page.ts';
import { Html, html } from './html.ts';
import type { FigureRow } from './section.ts';

type Cell = FigureCell | undefined;

/**
 * Texts up to so many letters stay on one line: names of rows, and marks, words and verdicts of cells. Most columns are of
 * these and numbers, so what may wrap is marked instead: half of a large page is table cells.
 */
const BRIEF_NAME = 40;
const BRIEF_CELL = 16;

/**
 * Rows as an HTML table: numbers right-aligned, columns in the order of the first row. A number that is shown rounded
 * carries its exact value, which a download takes.
 */
export function htmlTable(rows: readonly FigureRow[], caption: Text): Html {
  const first = rows[0];
  if (!first) return html`<p class="soft">${page.noRows()}</p>`;
  const names = Object.keys(first);
  const numeric = new Set(
    names.filter(
      (name) => rows.every((row) => isNumeric(row[name])) && rows.some((row) => !isNone(row[name])),
    ),
  );
  // Sentences keep a readable width on a phone; the table scrolls inside itself.
  const wordy = new Set(names.filter((name) => rows.some((row) => textLength(row[name]) > 40)));
  const brief = new Set(
    names.filter((name, i) =>
      rows.every((row) => textLength(cellOf(row, name)) <= (i === 0 ? BRIEF_NAME : BRIEF_CELL)),
    ),
  );
  const classOf = (name: string) =>
    numeric.has(name) ? 'n' : wordy.has(name) ? 'w' : brief.has(name) ? undefined : 'f';
  const cls = (name: string) => {
    const one = classOf(name);
    return new Html(one === undefined ? '' : ` class="${one}"`);
  };
  return html`<div class="scroll frame" tabindex="0" role="region" aria-label="${caption}"><table aria-label="${caption}" class="t"><thead><tr>${names.map((name) => html`<th scope="col"${cls(name)}>${headingText(name)}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${names.map((name) => html`<td${cls(name)}${exact(cellOf(row, name))}>${shown(cellOf(row, name))}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** Longer tables are folded: a page is read, a table is looked up. */
const MOST_OPEN_ROWS = 12;

/** A table that is open while it is short, and behind its caption and number of rows where it is long. */
export function foldedTable(rows: readonly FigureRow[], caption: Text): Html {
  if (rows.length <= MOST_OPEN_ROWS) return htmlTable(rows, caption);
  return html`<details><summary>${page.rows({ rows: rows.length })}</summary>${htmlTable(rows, caption)}</details>`;
}

/** A cell; a word of its column as the message it stands for. */
function cellOf(row: FigureRow, name: string): Cell {
  const cell = row[name];
  return typeof cell === 'string' ? cellText(name, cell) : cell;
}

const isNone = (cell: Cell) => String(cell ?? NONE) === NONE;

const textLength = (cell: Cell) =>
  typeof cell === 'string' || cell instanceof Message ? String(cell).length : 0;

/** Numbers, and texts that are one: with a sign, a decimal part, a percent sign, a difference in brackets; or none at all. */
const isNumeric = (cell: Cell) =>
  typeof cell === 'number' ||
  isNone(cell) ||
  (typeof cell === 'string' &&
    /^[−+-]?\d[\d,]*(\.\d+)?( %)?( \([−+-]\d[\d,]*(\.\d+)?( %)?\))?$/.test(cell));

/** What a download takes where a reader sees something else: all digits, and words by their English name. */
const exact = (cell: Cell) =>
  new Html((language) => {
    const stored = cell instanceof Message ? cell.in('en') : cell;
    if (typeof stored !== 'string' && !(typeof stored === 'number' && Number.isFinite(stored)))
      return '';
    const read =
      cell instanceof Message
        ? cell.in(language)
        : typeof stored === 'number'
          ? shownNumber(stored, language)
          : stored;
    return read === String(stored) ? '' : html` data-value="${stored}"`.in(language);
  });

function shown(cell: Cell): Text | Html {
  if (cell === undefined || cell === null) return NONE;
  if (typeof cell === 'boolean') return cell ? page.yes() : page.no();
  if (typeof cell !== 'number') return cell;
  // Only large numbers have words in them.
  return Math.abs(cell) < 1e9 ? shownNumber(cell) : page.number({ value: cell });
}
