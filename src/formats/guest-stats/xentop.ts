import { lastOf, nth } from '../../elements.ts';
import { combine, guestStats } from './build.ts';
import type { GuestStats, GuestStatsFormat } from './guest-stats.ts';
import { decimal, fail, type Line, linesOf, words } from './text.ts';

/** Numbers of one domain in one iteration by column; a column the row says `n/a` or `no limit` for is absent. */
type Sample = Map<string, number>;

/** `no limit` as one word, in a form no name has. */
const NO_LIMIT = 'no\u0001limit';
const STATE = /^[d-][s-][b-][c-][p-][r-]$|^[-bdscpr]{6}$/;
const isHeader = (text: string) => /^[ \t]*NAME[ \t]+STATE[ \t]+CPU\(sec\)/.test(text);

function sampleOf(line: Line, columns: readonly string[]): { name: string; sample: Sample } {
  const text = line.text.replace(/\bno limit\b/g, NO_LIMIT);
  const cells = [...text.matchAll(/\S+/g)];
  // NAME may hold blanks, so STATE is found from the right: before as many values as there are columns.
  const state = cells[cells.length - columns.length - 1];
  if (!state || state === cells[0] || !STATE.test(state[0])) {
    return fail(line, `NAME, STATE and ${columns.length} values`, line.text);
  }
  const values = cells.slice(cells.length - columns.length).map((match) => match[0]);
  const sample: Sample = new Map();
  for (const [i, cell] of values.entries()) {
    if (cell !== NO_LIMIT && cell !== 'n/a')
      sample.set(nth(columns, i), decimal(cell, line, nth(columns, i)));
  }
  return {
    name: text.slice(nth(cells, 0).index, state.index).trimEnd().replaceAll(NO_LIMIT, 'no limit'),
    sample,
  };
}

/** Read and write requests between the first and last iteration; both counters run since the domain started. */
function guestOf(name: string, samples: readonly Sample[], warnings: string[]): GuestStats {
  const first = nth(samples, 0);
  const last = lastOf(samples);
  let requests = 0;
  for (const column of ['VBD_RD', 'VBD_WR']) {
    const now = last.get(column) ?? 0;
    const before = samples.length > 1 ? (first.get(column) ?? 0) : 0;
    if (now < before)
      warnings.push('A disk counter went back (the domain restarted): counted from its restart.');
    requests += now < before ? now : now - before;
  }
  // The first iteration shows 0 % because there is nothing to compare with.
  const percents = samples.slice(1).flatMap((sample) => sample.get('CPU(%)') ?? []);
  const vcpus = last.get('VCPUS');
  const used = percents.reduce((sum, value) => sum + value, 0) / percents.length;
  return guestStats({
    format: 'xentop',
    title: name,
    ...(vcpus !== undefined && vcpus > 0 ? { vcpus } : {}),
    events: requests > 0 ? { 'device-request': requests } : {},
    ...(percents.length > 0 ? { scheduling: { usedPercent: used / Math.max(1, vcpus ?? 1) } } : {}),
  });
}

export const xentop: GuestStatsFormat = {
  id: 'xentop',
  title: 'xentop -b',
  describe: 'CPU and disk requests of each Xen domain',
  make: 'xentop -b -d 2 -i 10 > FILE',
  sniff: (text) => text.split('\n', 200).some(isHeader),
  read(text, file) {
    let columns: string[] | undefined;
    let iterations = 0;
    let inIteration = new Map<string, number>();
    const domains = new Map<string, Sample[]>();
    const warnings: string[] = [];
    for (const line of linesOf(text, file)) {
      if (line.text.trim() === '') continue;
      if (isHeader(line.text)) {
        const names = words(line.text).slice(2);
        if (columns && names.join() !== columns.join())
          fail(line, 'the same columns as before', line.text);
        if (new Set(names).size < names.length)
          fail(line, 'columns with different names', line.text);
        columns = names;
        inIteration = new Map();
        iterations++;
      } else if (columns) {
        const { name, sample } = sampleOf(line, columns);
        const same = (inIteration.get(name) ?? 0) + 1;
        inIteration.set(name, same);
        if (same > 1) warnings.push('Several domains have one name: told apart by their order.');
        const key = same > 1 ? `${name} #${same}` : name;
        const samples = domains.get(key);
        if (samples) samples.push(sample);
        else domains.set(key, [sample]);
      }
    }
    if (domains.size === 0)
      fail({ file, line: 1 }, 'a header NAME STATE CPU(sec) ... and rows', '');
    if (iterations < 2)
      warnings.push('One iteration: disk requests since the domain started, no CPU share.');
    warnings.push(
      'The file does not say how long it measured: give --seconds (delay x iterations) for rates.',
    );
    const guests = [...domains].map(([name, samples]) => guestOf(name, samples, warnings));
    return combine('xentop', guests, [...new Set(warnings)]);
  },
};
