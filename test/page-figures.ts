import type { Figure, FigureCell } from '../src/figure.ts';
import { Message } from '../src/message.ts';

/** One cell of a page: what a reader sees, and what the CSV download of its table takes. */
export interface ShownCell {
  text: string;
  csv: string;
}

/** One table of a page. */
export interface ShownTable {
  headings: string[];
  cells: ShownCell[][];
}

/** A figure of a page: its table, and whether a chart stands above it. */
export interface ShownFigure {
  id: string;
  title: string;
  chart: boolean;
  table: ShownTable;
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

export const textOf = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!);

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((found) => found[1]!);

function cellOf([, attributes, markup]: RegExpMatchArray): ShownCell {
  const text = textOf(markup!);
  return { text, csv: / data-value="([^"]*)"/.exec(attributes!)?.[1] ?? text };
}

function tableOf(markup: string): ShownTable {
  return {
    headings: all(markup, /<th[^>]*>(.*?)<\/th>/gs).map(textOf),
    cells: all(markup, /<tr>(.*?)<\/tr>/gs)
      .map((row) => [...row.matchAll(/<td([^>]*)>(.*?)<\/td>/gs)].map(cellOf))
      .filter((row) => row.length > 0),
  };
}

/** The sentence a page begins with; empty where it has none. */
export const leadOfPage = (page: string): string =>
  textOf(/<p class="lead[^>]*>(.*?)<\/p>/s.exec(page)?.[1] ?? '').replaceAll('\u00a0', ' ');

/** Every figure of a page, in order. Throws where a table or chart stands outside of one. */
export function figuresOfPage(page: string): ShownFigure[] {
  const body = page.slice(page.indexOf('<main>'), page.indexOf('<script>'));
  const outside = body.replaceAll(/<figure .*?<\/figure>/gs, '');
  if (/<table|<svg/.test(outside))
    throw new Error('a table or chart stands outside of the figures');
  return [...body.matchAll(/<figure id="([^"]*)"[^>]*>(.*?)<\/figure>/gs)].map(
    ([, id, markup]) => ({
      id: id!,
      title: textOf(/<strong>(.*?)<\/strong>/s.exec(markup!)![1]!),
      chart: markup!.includes('<svg'),
      table: tableOf(markup!),
    }),
  );
}

/**
 * Whether a cell of a page shows this value: texts as they are, nothing as a dash, numbers to three digits or more for
 * the reader and exactly for the download.
 */
export function shows(cell: ShownCell | undefined, value: FigureCell | undefined): boolean {
  if (cell === undefined) return false;
  if (value === null || value === undefined) return cell.text === '—';
  if (typeof value === 'boolean') return cell.text === (value ? 'yes' : 'no');
  if (typeof value === 'string') return cell.text === value && cell.csv === value;
  if (value instanceof Message) return cell.text === value.in('en') && cell.csv === cell.text;
  const shown = Number(cell.text.replaceAll(',', ''));
  return Math.abs(shown - value) <= 5.001e-3 * Math.abs(value) && Number(cell.csv) === value;
}

/** What differs between the figures of `--json` and those a page shows; nothing where they are the same. */
export function figureDifferences(page: string, figures: readonly Figure[]): string[] {
  const shown = figuresOfPage(page);
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join(' ');
  if (ids(shown) !== ids(figures)) return [`page: ${ids(shown)}; JSON: ${ids(figures)}`];
  const named = all(page, /<(?:section|figure) id="([^"]*)"/g);
  const twice = named.filter((id, i) => named.indexOf(id) < i);
  if (twice.length > 0) return [`ids twice on the page: ${twice.join(' ')}`];
  return figures.flatMap((figure, i) => {
    const { chart, title, table } = shown[i]!;
    const headings = Object.keys(figure.rows[0] ?? {});
    const wrong = (what: string) => `${figure.id}: ${what}`;
    if (title !== String(figure.title)) return [wrong(`title "${title}"`)];
    if (chart !== (figure.spec !== undefined)) return [wrong('drawn in one, a table in the other')];
    if (table.headings.join('|') !== headings.join('|')) return [wrong(table.headings.join('|'))];
    if (table.cells.length !== figure.rows.length) return [wrong(`${table.cells.length} rows`)];
    return figure.rows.flatMap((row, r) =>
      headings.flatMap((name, c) => {
        const cell = table.cells[r]![c];
        return shows(cell, row[name])
          ? []
          : [wrong(`row ${r}, ${name}: ${cell?.text} for ${row[name]}`)];
      }),
    );
  });
}
