import { group } from '../../elements.ts';
import { guestStats } from './build.ts';
import type { GuestStatsFormat, Latency, LatencyCurve } from './guest-stats.ts';
import { decimal, fail, linesOf } from './text.ts';

const STRIDE = /^"stride=(\d{1,9})\s*$/;
/** `mhz` prints `2294 MHz, 0.4359 nanosec clock`; a results file has it in brackets. */
const CLOCK = /^\[?(?:mhz: )?(\d{1,6}(?:\.\d+)?) MHz, \d[\d.]* nanosec clock\]?\s*$/;
const ROW = /^\d/;
const MAX_POINTS = 100_000;
const MIB = 2 ** 20;

/**
 * What `lat_mem_rd` of lmbench prints, alone or within a raw results file: for each stride pairs of an array's size in
 * MiB and the nanoseconds a dependent load in it takes. The heading of a results file tells loads at random from those
 * in address order; `lat_mem_rd -t` alone does not say itself, so `random` is then unknown.
 */
export const lmbenchMemory: GuestStatsFormat = {
  id: 'lmbench-lat-mem-rd',
  title: 'lmbench lat_mem_rd',
  describe: 'load latency by size of the array, and the clock where it is stated',
  make: '(mhz; echo Random load latency; lat_mem_rd -t 256 128) > FILE 2>&1; or a raw file of lmbench/results',
  sniff: (text) => /^"stride=\d+[ \t\r]*$/m.test(text),
  read(text, file) {
    const curves: LatencyCurve[] = [];
    const mhz: number[] = [];
    let open: LatencyCurve | undefined;
    let heading = '';
    let points = 0;
    for (const line of linesOf(text, file)) {
      const stride = STRIDE.exec(line.text);
      const clock = CLOCK.exec(line.text);
      if (stride) {
        open = { stride: Number(stride[1]), points: [] };
        if (/^random load latency/i.test(heading)) open.random = true;
        if (/^memory load latency/i.test(heading)) open.random = false;
        curves.push(open);
      } else if (clock) mhz.push(Number(group(clock, 1)));
      else if (open && ROW.test(line.text)) {
        const [size, ns, ...more] = line.text.trim().split(/\s+/);
        if (more.length > 0) fail(line, 'a row "MIB NANOSECONDS"', line.text);
        const bytes = Math.round(decimal(size, line, 'MiB') * MIB);
        if (++points > MAX_POINTS) fail(line, `at most ${MAX_POINTS} sizes`, 'more');
        open.points.push({ bytes, ns: decimal(ns, line, 'nanoseconds') });
      } else {
        open = undefined;
        if (line.text.trim() !== '') heading = line.text.trim();
      }
    }
    if (points === 0) fail({ file, line: 1 }, 'rows "MIB NANOSECONDS" below "stride=N', '');
    const latencies = curves.flatMap(({ stride, random, points: of }) =>
      of.map(
        ({ bytes, ns }): Latency => ({
          name: `stride ${stride}${random ? ', random' : ''}: ${(bytes / MIB).toFixed(5)} MiB`,
          value: ns,
          unit: 'ns',
        }),
      ),
    );
    return guestStats({
      format: 'lmbench-lat-mem-rd',
      title: 'lmbench lat_mem_rd',
      latencies,
      memory: { mhz, curves },
    });
  },
};
