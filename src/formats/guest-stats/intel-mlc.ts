import { group, nth } from '../../elements.ts';
import { guestStats } from './build.ts';
import type { GuestStats, GuestStatsFormat, Latency } from './guest-stats.ts';
import { decimal, fail, type Line, linesOf, words } from './text.ts';

type Bandwidths = NonNullable<GuestStats['bandwidths']>;
type Section = 'latency matrix' | 'bandwidth matrix' | 'peak' | 'loaded' | 'cache' | undefined;

function sectionOf(text: string): Section | null {
  if (/^Measuring idle latencies/i.test(text)) return 'latency matrix';
  if (/^Measuring Memory Bandwidths between nodes/i.test(text)) return 'bandwidth matrix';
  if (/^Measuring Peak Injection/i.test(text)) return 'peak';
  if (/^Measuring Loaded Latencies/i.test(text)) return 'loaded';
  if (/^Measuring cache-to-cache/i.test(text)) return 'cache';
  return /^Measuring\b/i.test(text) ? undefined : null;
}

/** A row `NODE VALUE ...` of a matrix; `-` is a node without memory. */
function matrixRow(
  line: Line,
  cells: readonly string[],
  columns: readonly string[],
): { name: string; value: number }[] {
  if (!/^\d{1,4}$/.test(nth(cells, 0))) fail(line, 'a node number', line.text);
  if (cells.length !== columns.length + 1)
    fail(line, `${columns.length} values after the node`, line.text);
  return cells
    .slice(1)
    .flatMap((cell, i) =>
      cell === '-'
        ? []
        : [{ name: `node ${cells[0]} to node ${columns[i]}`, value: decimal(cell, line, 'value') }],
    );
}

export const intelMlc: GuestStatsFormat = {
  id: 'intel-mlc',
  title: 'Intel Memory Latency Checker',
  describe: 'idle latency and bandwidth between NUMA nodes, loaded latencies, cache to cache',
  make: 'mlc > FILE',
  sniff: (text) =>
    /^(Intel\(R\) Memory Latency Checker|Measuring (idle latencies|Memory Bandwidths between nodes))/im.test(
      text,
    ),
  read(text, file) {
    const latencies: Latency[] = [];
    const bandwidths: Bandwidths = [];
    let section: Section;
    let columns: string[] | undefined;
    for (const line of linesOf(text, file)) {
      const row = line.text.trim();
      const next = sectionOf(row);
      if (next !== null) {
        section = next;
        columns = undefined;
      } else if (row !== '' && section?.endsWith('matrix')) {
        // "Numa node", "Memory node" or "Socket"; only the one with numbers names the columns.
        const header = /^(?:Numa node|Memory node|Socket)\b(.*)$/i.exec(row);
        const names = header ? words(group(header, 1)) : [];
        if (header) {
          if (names.some((name) => !/^\d{1,4}$/.test(name)) || new Set(names).size < names.length)
            fail(line, 'node numbers', row);
          if (names.length > 0) columns = names;
        } else if (columns && (/^\d/.test(row) || !/[A-Za-z]{3}/.test(row))) {
          for (const { name, value } of matrixRow(line, words(row), columns)) {
            if (section === 'latency matrix') latencies.push({ name, value, unit: 'ns' });
            else bandwidths.push({ name, megabytesPerS: value });
          }
        } else if (columns) fail(line, 'a row "NODE VALUE ..."', row);
      } else if (section === 'peak') {
        const pair = /^(.{1,100}?)\s*:\s*(\S+)$/.exec(row);
        if (pair)
          bandwidths.push({
            name: `peak ${pair[1]}`,
            megabytesPerS: decimal(pair[2], line, group(pair, 1)),
          });
      } else if (section === 'loaded' && /^\d/.test(row)) {
        const [delay, latency, bandwidth, ...more] = words(row);
        if (!/^\d{1,8}$/.test(delay!) || more.length > 0)
          fail(line, 'DELAY LATENCY BANDWIDTH', row);
        latencies.push({
          name: `loaded, delay ${Number(delay)}`,
          value: decimal(latency, line, 'latency'),
          unit: 'ns',
        });
        bandwidths.push({
          name: `loaded, delay ${Number(delay)}`,
          megabytesPerS: decimal(bandwidth, line, 'bandwidth'),
        });
      } else if (section === 'cache') {
        const pair = /^(.{1,100}?\blatency)\s+(\S+)$/i.exec(row);
        if (pair)
          latencies.push({
            name: group(pair, 1),
            value: decimal(pair[2], line, 'latency'),
            unit: 'ns',
          });
      }
    }
    if (latencies.length + bandwidths.length === 0)
      fail({ file, line: 1 }, 'tables of Intel MLC', '');
    return guestStats({ format: 'intel-mlc', title: 'Intel MLC', latencies, bandwidths });
  },
};
