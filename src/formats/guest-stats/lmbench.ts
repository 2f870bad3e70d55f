import { group, nth } from '../../elements.ts';
import { guestStats } from './build.ts';
import type { GuestStats, GuestStatsFormat, Latency } from './guest-stats.ts';
import { fail, type Line, linesOf } from './text.ts';

const TITLE = /\bin (microseconds|nanoseconds|MB\/s)\b/i;
const RULE = /^-{3,}( {1,8}-{2,})+\s*$/;
const NUMBER = /^(\d{1,12}(?:\.\d*)?|\.\d{1,6})([KM]?)$/;
const TEXT_COLUMNS = /^(Host|OS|Mhz|Description|Guesses)$/i;

interface Column {
  to: number;
  name: string;
}

/** The dashes under a header are the columns; names stand above them on one to three lines. */
function columnsOf(rule: string, names: readonly string[]): Column[] {
  return [...rule.matchAll(/-+/g)].map(({ 0: dashes, index: from }) => ({
    to: from + dashes.length,
    name: names
      .map((line) => line.slice(from, from + dashes.length + 1).trim())
      .filter((word) => word !== '')
      .join(' '),
  }));
}

/**
 * The cells of a row, right aligned under their dashes and often wider than them: a cell starts where the
 * one before ends. Missing cells are blank; two cells without a blank between them cannot be told apart.
 */
function cellsOf(line: Line, columns: readonly Column[]): string[] {
  return columns.map(({ to, name }, i) => {
    const from = i === 0 ? 0 : nth(columns, i - 1).to;
    const last = i === columns.length - 1;
    const cell = line.text.slice(from, last ? undefined : to);
    const value = cell.trim();
    if (i > 0 && cell !== '' && cell[0] !== ' ') fail(line, `a blank before ${name}`, line.text);
    if (last && !/guess/i.test(name) && cell.trimEnd().length > to - from) {
      fail(line, `a row that ends under ${name}`, line.text);
    }
    return value;
  });
}

/** `Context switching - times ` -> `Context switching`. */
function sectionName(text: string): string {
  const name = text
    .trim()
    .replace(/times$/, '')
    .trim()
    .replace(/-$/, '')
    .trim();
  return name.slice(0, 200);
}

const factors: Record<string, number> = { '': 1, K: 1e3, M: 1e6 };

/** The section that has one clock a run beside latencies of the caches. */
const MEMORY = 'Memory latencies';

export const lmbench: GuestStatsFormat = {
  id: 'lmbench',
  title: 'lmbench summary',
  describe: 'system call, process, context-switch, memory latencies and bandwidths',
  make: 'make -C lmbench results see; cp lmbench/results/summary.out FILE',
  sniff: (text) =>
    /L M B E N C H/.test(text) ||
    (TITLE.test(text) && /^-{3,}( {1,8}-{2,}){2,}[ \t\r]*$/m.test(text)),
  read(text, file) {
    const lines = linesOf(text, file);
    const latencies: Latency[] = [];
    const bandwidths: NonNullable<GuestStats['bandwidths']> = [];
    const mhz: number[] = [];
    const hosts = new Set<string>();
    let unit: string | undefined;
    let section = '';
    let columns: Column[] | undefined;
    for (const [i, line] of lines.entries()) {
      const title = TITLE.exec(line.text);
      if (RULE.test(line.text)) {
        const above: string[] = [];
        for (
          let at = i - 1;
          at >= 0 && i - at <= 3 && !/^-{20,}\s*$/.test(nth(lines, at).text);
          at--
        ) {
          above.unshift(nth(lines, at).text);
        }
        columns = columnsOf(line.text.trimEnd(), above);
      } else if (/^-{20,}\s*$/.test(line.text)) {
        columns = undefined;
      } else if (title) {
        unit = group(title, 1).toLowerCase();
        section = sectionName(line.text.slice(0, title.index));
        columns = undefined;
      } else if (line.text.trim() === '') {
        columns = undefined;
        // A table without a unit in its title holds sizes, not times.
        if (lines[i + 1] && !TITLE.test(nth(lines, i + 1).text)) unit = undefined;
      } else if (columns && unit !== undefined) {
        const cells = cellsOf(line, columns);
        hosts.add(nth(cells, 0));
        for (const [c, cell] of cells.entries()) {
          const { name } = nth(columns, c);
          if (section === MEMORY && /^Mhz$/i.test(name) && NUMBER.test(cell))
            mhz.push(Number(cell));
          if (c < 2 || cell === '' || TEXT_COLUMNS.test(name)) continue;
          const number = NUMBER.exec(cell);
          if (!number) fail(line, `a number such as 4.2K under ${name}`, cell);
          const value = Number(number[1]) * factors[group(number, 2)]!;
          const full = `${cells[0]}: ${section}: ${name}`;
          if (unit === 'mb/s') bandwidths.push({ name: full, megabytesPerS: value });
          else latencies.push({ name: full, value, unit: unit === 'nanoseconds' ? 'ns' : 'us' });
        }
      }
    }
    if (latencies.length + bandwidths.length === 0) {
      fail({ file, line: 1 }, 'tables of an lmbench summary, in microseconds or nanoseconds', '');
    }
    return guestStats({
      format: 'lmbench',
      title: [...hosts].join(', ').slice(0, 500),
      latencies,
      bandwidths,
      ...(mhz.length > 0 ? { memory: { mhz, curves: [] } } : {}),
      warnings: [],
    });
  },
};
