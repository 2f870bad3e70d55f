import {
  type EventFormat,
  lines,
  type Measurement,
  nothingFound,
  onlyMeasurements,
} from './imported.ts';

/** A reader whose lines each give measurements, or nothing. */
function byLine(
  format: Omit<EventFormat, 'parse'>,
  expected: string,
  read: (line: string) => Measurement[],
): EventFormat {
  return {
    ...format,
    parse(text, file) {
      const measurements = lines(text).flatMap(({ text: line }) => read(line));
      if (measurements.length === 0) throw nothingFound(file, expected);
      return onlyMeasurements(measurements);
    },
  };
}

export const vmexit = byLine(
  {
    id: 'kvm-unit-tests',
    title: 'kvm-unit-tests vmexit',
    madeBy: './x86-run x86/vmexit.flat',
  },
  'lines such as "vmcall 1638"',
  (line) => {
    // Banner lines (enabling apic, paging enabled, cr0 = ...) have no lone number behind a name.
    const match = /^([a-z][a-z0-9_:]*)\s+(\d{1,12})\s*$/.exec(line);
    return match
      ? [{ subject: match[1]!, name: 'cost', value: Number(match[2]), unit: 'cycles' }]
      : [];
  },
);

export const cyclictest = byLine(
  { id: 'cyclictest', title: 'cyclictest', madeBy: 'cyclictest -q -l 60000' },
  'lines such as "T: 0 ( 1234) P:80 ... Max: 28"',
  (line) => {
    const thread = /^T:\s*(\d+)\s*\(\s*\d+\)\s*P:/.exec(line)?.[1];
    if (thread === undefined) return [];
    return [...line.matchAll(/\b(Min|Act|Avg|Max):\s*(\d{1,12})\b/g)].map(([, name, value]) => ({
      subject: `thread ${thread}`,
      name: name!.toLowerCase(),
      value: Number(value),
      unit: 'us',
    }));
  },
);

/** Intel MLC: one row of the node matrix per line; the header word is `Numa node` or `Memory node`. */
export const mlc: EventFormat = {
  id: 'mlc',
  title: 'Intel MLC latency matrix',
  madeBy: 'mlc --latency_matrix',
  parse(text, file) {
    const measurements: Measurement[] = [];
    let inMatrix = false;
    let nodes: string[] = [];
    for (const { text: line } of lines(text)) {
      if (/Measuring idle latencies/.test(line)) inMatrix = true;
      else if (/^Measuring/.test(line)) inMatrix = false;
      if (!inMatrix) continue;
      const cells = line.trim().split(/\s+/);
      if (/^Numa node\b/.test(line.trim()) && cells.slice(2).every((cell) => /^\d+$/.test(cell))) {
        nodes = cells.slice(2);
      } else if (/^\d+$/.test(cells[0]!) && cells.slice(1).some((cell) => cell.includes('.'))) {
        for (const [i, cell] of cells.slice(1).entries()) {
          if (/^\d+(\.\d+)?$/.test(cell))
            measurements.push({
              subject: `node ${cells[0]}`,
              name: `to node ${nodes[i] ?? i}`,
              value: Number(cell),
              unit: 'ns',
            });
        }
      }
    }
    if (measurements.length === 0)
      throw nothingFound(file, 'a matrix under "Measuring idle latencies"');
    return onlyMeasurements(measurements);
  },
};

/**
 * lmbench summary: columns of fixed width under a two-line header, so a blank cell is a missing value
 * and not the next column's. `4.2K` is 4200.
 */
export const lmbench: EventFormat = {
  id: 'lmbench',
  title: 'lmbench summary',
  madeBy: 'make summary',
  parse(text, file) {
    const measurements: Measurement[] = [];
    let edges: { from: number; to: number }[] = [];
    let names: string[] = [];
    let title = '';
    const all = lines(text).map(({ text: line }) => line);
    for (const [i, line] of all.entries()) {
      if (/ - (times|Communication|smaller|bigger)/.test(line) || /^[A-Z].* in \S+ - /.test(line))
        title = line.trim();
      if (/^-{5,}( -+)+\s*$/.test(line)) {
        edges = [...line.matchAll(/-+/g)].map((run) => ({
          from: run.index,
          to: run.index + run[0].length,
        }));
        const heads = all.slice(Math.max(0, i - 2), i);
        names = edges.map(({ from, to }) =>
          heads
            .map((head) => head.slice(from, to).trim())
            .filter(Boolean)
            .join(' '),
        );
        continue;
      }
      if (edges.length === 0 || line.trim() === '' || /^-+$/.test(line.trim())) continue;
      const cells = edges.map(({ from, to }, k) =>
        line.slice(k === 0 ? 0 : edges[k - 1]!.to, Math.max(from, to)).trim(),
      );
      if (!/Linux|BSD|SunOS|Darwin/.test(line)) continue;
      for (const [k, cell] of cells.entries()) {
        const match = /^(\d+(?:\.\d*)?|\.\d+)(K?)$/.exec(cell);
        if (k < 2 || !match) continue;
        const value = Number(match[1]) * (match[2] ? 1000 : 1);
        measurements.push({
          subject: cells[0]!,
          name: `${title}: ${names[k]}`,
          value,
          unit: 'as printed',
        });
      }
    }
    if (measurements.length === 0) throw nothingFound(file, 'a table of the lmbench summary');
    return onlyMeasurements(measurements);
  },
};
