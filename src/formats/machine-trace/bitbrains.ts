import { badInput, printable } from '../../errors.ts';
import { DayFold, type TraceDay } from './day-fold.ts';
import { textLines } from './text-lines.ts';

const STEP_S = 300;
const MOST_GAP_S = 3600;

export const isBitbrains = (head: string) => /^Timestamp \[ms\];/.test(head);

/**
 * GWA-T-12 files, one machine each: `;` and tab between columns. The time is in seconds in spite of its header
 * and ends the interval the row tells of. Gaps above an hour are no load.
 */
export async function readBitbrains(files: readonly string[], name: string): Promise<TraceDay> {
  const fold = new DayFold();
  for (const file of files) {
    let usage = -1;
    let before: number | undefined;
    for await (const { line, text } of textLines(file)) {
      if (text.trim() === '') continue;
      const cells = text.split(';').map((cell) => cell.trim());
      if (line === 1) {
        usage = cells.indexOf('CPU usage [MHZ]');
        if (!isBitbrains(text) || usage < 0)
          throw badInput({
            file,
            expected: 'the header of a Bitbrains GWA-T-12 file',
            found: `"${printable(text, 80)}"`,
          });
        continue;
      }
      const [time, mhz] = [Number(cells[0] || Number.NaN), Number(cells[usage] || Number.NaN)];
      if (!(time >= 0 && time < 1e11 && mhz >= 0 && mhz < 1e9))
        throw badInput({
          file,
          line,
          expected: 'a time in seconds and a CPU usage in MHz',
          found: `"${printable(text, 80)}"`,
        });
      const gap = before === undefined ? STEP_S : time - before;
      const seconds = gap > MOST_GAP_S ? STEP_S : gap;
      before = time;
      if (seconds > 0) fold.add((time - seconds) * 1000, seconds * 1000, mhz);
    }
  }
  return fold.finish(name, files.length);
}
