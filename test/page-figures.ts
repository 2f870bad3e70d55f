import type { Figure, FigureCell } from '../src/figure.ts';

/** One table of a page as a reader sees it. */
export interface ShownTable {
  headings: string[];
  cells: string[][];
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

const textOf = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!);

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((found) => found[1]!);

function tableOf(markup: string): ShownTable {
  return {
    headings: all(markup, /<th[^>]*>(.*?)<\/th>/gs).map(textOf),
    cells: all(markup, /<tr>(.*?)<\/tr>/gs)
      .map((row) => all(row, /<td[^>]*>(.*?)<\/td>/gs).map(textOf))
      .filter((row) => row.length > 0),
  };
}

/** Every figure of a page, in order. Throws where a table or chart stands outside of one. */
export function figuresOfPage(page: string): ShownFigure[] {
  const body = page.slice(page.indexOf('<main>'), page.indexOf('<script>'));
  const outside = body.replaceAll(/<figure .*?<\/figure>/gs, '');
  if (/<table|<svg/.test(outside))
    throw new Error('a table or chart stands outside of the figures');
  return [...body.matchAll(/<figure id="([^"]*)">(.*?)<\/figure>/gs)].map(([, id, markup]) => ({
    id: id!,
    title: textOf(/<strong>(.*?)<\/strong>/s.exec(markup!)![1]!),
    chart: markup!.includes('<svg'),
    table: tableOf(markup!),
  }));
}

/** Whether a cell of a page shows this value: texts as they are, numbers to four digits, nothing as a dash. */
export function shows(cell: string | undefined, value: FigureCell | undefined): boolean {
  if (cell === undefined) return false;
  if (value === null || value === undefined) return cell === '—';
  if (typeof value === 'boolean') return cell === (value ? 'yes' : 'no');
  if (typeof value === 'string') return cell === value;
  const shown = Number(cell.replaceAll(',', '').replace('−', '-'));
  return Math.abs(shown - value) <= 5.001e-4 * Math.abs(value);
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
    if (title !== figure.title) return [wrong(`title "${title}"`)];
    if (chart !== (figure.spec !== undefined)) return [wrong('drawn in one, a table in the other')];
    if (table.headings.join('|') !== headings.join('|')) return [wrong(table.headings.join('|'))];
    if (table.cells.length !== figure.rows.length) return [wrong(`${table.cells.length} rows`)];
    return figure.rows.flatMap((row, r) =>
      headings.flatMap((name, c) => {
        const cell = table.cells[r]![c];
        return shows(cell, row[name]) ? [] : [wrong(`row ${r}, ${name}: ${cell} for ${row[name]}`)];
      }),
    );
  });
}

/** Numbers that charts draw and no row of their figure has, as `figure: number`. */
export function undrawnNumbers(figures: readonly Figure[]): string[] {
  return figures.flatMap(({ id, rows, spec }) => {
    const known = new Set(
      rows.flatMap((row) => Object.values(row)).filter((cell) => typeof cell === 'number'),
    );
    return dataNumbers(spec)
      .filter((value) => !known.has(value))
      .map((value) => `${id}: ${value}`);
  });
}

/** Numbers in the data of a chart and its layers. */
function dataNumbers(spec: unknown): number[] {
  if (typeof spec !== 'object' || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) => {
    const values = key === 'data' ? (value as { values?: object[] }).values : undefined;
    if (!values) return dataNumbers(value);
    return values.flatMap((row) => Object.values(row)).filter((cell) => typeof cell === 'number');
  });
}
