import { group, lastOf } from '../../elements.ts';
import { guestStats } from './build.ts';
import type { GuestStatsFormat, Latency } from './guest-stats.ts';
import { count, fail, linesOf } from './text.ts';

const ROW =
  /^T:\s*(\d{1,5})\s*\(\s*(\d{1,10})\)\s*P:\s*(\d{1,3})\s+I:\s*(\d{1,12})\s+C:\s*(\d{1,12})\s+(.*)$/;
const PAIR = /^(Min|Act|Avg|Max):\s*(\d{1,12})\s*/;

export const cyclictest: GuestStatsFormat = {
  id: 'cyclictest',
  title: 'cyclictest',
  describe: 'wake-up latency of each thread: smallest, average, largest',
  make: 'cyclictest -q -m -p 80 -i 1000 -l 60000 -t 4 > FILE',
  sniff: (text) => /^[ \t]*T:[ \t]*\d+[ \t]*\([ \t]*\d+\)[ \t]*P:/m.test(text),
  read(text, file) {
    const threads = new Map<string, Latency & { cycles: number; interval: number }>();
    for (const line of linesOf(text, file)) {
      // A live display overwrites its lines: the last state of each thread is the one that counts.
      const shown = lastOf(line.text.split('\r')).trim();
      if (!/^T\s*:/.test(shown)) {
        if (/\b(Min|Max):/.test(shown)) fail(line, 'a row "T: 0 (PID) P:..."', shown);
        continue;
      }
      const row = ROW.exec(shown);
      if (!row) fail(line, 'T: N (PID) P:N I:N C:N Min:N Act:N Avg:N Max:N', shown);
      const values = new Map<string, number>();
      let rest = group(row, 6).trim();
      while (rest !== '') {
        const pair = PAIR.exec(rest);
        if (!pair || values.has(group(pair, 1)))
          fail(line, 'Min:, Act:, Avg: or Max: and a number, each once', rest);
        values.set(group(pair, 1), count(pair[2], line, group(pair, 1)));
        rest = rest.slice(pair[0].length);
      }
      const [minimum, maximum] = [values.get('Min'), values.get('Max')];
      const mean = values.get('Avg');
      if (minimum === undefined || maximum === undefined) fail(line, 'Min: and Max:', shown);
      if (minimum > maximum || (mean !== undefined && (mean < minimum || mean > maximum))) {
        fail(line, 'Min <= Avg <= Max', shown);
      }
      threads.set(group(row, 1), {
        name: `thread ${row[1]}${mean === undefined ? ', largest (no average in the file)' : ', average'}`,
        value: mean ?? maximum,
        unit: 'us',
        minimum,
        maximum,
        interval: Number(row[4]),
        cycles: Number(row[5]),
      });
    }
    if (threads.size === 0) fail({ file, line: 1 }, 'rows "T: 0 (PID) P:80 I:1000 ..."', '');
    const list = [...threads.values()];
    const seconds = list.reduce(
      (most, { cycles, interval }) => Math.max(most, (cycles * interval) / 1e6),
      0,
    );
    return guestStats({
      format: 'cyclictest',
      title: 'cyclictest',
      ...(seconds > 0 ? { seconds } : {}),
      latencies: list.map(({ cycles: _, interval: __, ...latency }) => latency),
      warnings: [
        'Microseconds are assumed: with -N the numbers are nanoseconds and the file does not say.',
      ],
    });
  },
};
