import type { Figure, FigureCell } from '../../../figure.ts';
import { languages } from '../../../language.ts';
import { Message, type Text, textIn } from '../../../message.ts';
import { cellText } from '../../../messages/cells.ts';
import { headings } from '../../../messages/headings.ts';
import { page } from '../../../messages/page.ts';
import type { KeyFigure } from '../../../summary.ts';
import type { LiveAnswer, LiveCell, LiveTable, Said } from './protocol.ts';

/** A text in every language. */
export const said = (text: Text): Said =>
  Object.fromEntries(languages.map((language) => [language, textIn(text, language)])) as Said;

export const saidKeys = (keys: readonly KeyFigure[]): LiveAnswer['keys'] =>
  keys.map(({ name, value, note = '' }) => ({
    ...{ name: said(name), value: said(value), note: said(note) },
  }));

function saidCell(cell: FigureCell | undefined, name: string): LiveCell {
  const word = typeof cell === 'string' ? cellText(name, cell) : cell;
  if (typeof word === 'number') {
    return { exact: word, text: said(String(Number(word.toPrecision(4)))) };
  }
  if (typeof cell === 'boolean') return { exact: null, text: said(cell ? page.yes() : page.no()) };
  const text = word instanceof Message || typeof word === 'string' ? word : String(word ?? '—');
  return { exact: null, text: said(text) };
}

/** A figure as a table for the panel. */
export function saidTable({ id, title, rows }: Figure): LiveTable {
  const names = Object.keys(rows[0] ?? {});
  return {
    ...{ id, title: said(title) },
    headings: names.map((name) => said(headings(name))),
    rows: rows.map((row) => names.map((name) => saidCell(row[name], name))),
  };
}
