import { nth, num } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { DayFold, type TraceDay } from './day-fold.ts';
import { textLines } from './text-lines.ts';

const STEP_S = 300;
const MOST_GAP_S = 3600;

export const isBitbrains = (head: string) => /^Timestamp \[ms\];/.test(head);

/** What is told of Bitbrains files while they are read; sizes are the largest a machine ever had. */
interface BitbrainsSink {
  fragment(file: string, startMs: number, durationMs: number, mhz: number): void;
  sizes?(file: string, cores: number, capacityMhz: number, memoryKib: number): void;
}

const columnNames = [
  'CPU usage [MHZ]',
  'CPU cores',
  'CPU capacity provisioned [MHZ]',
  'Memory capacity provisioned [KB]',
] as const;

/**
 * GWA-T-12 files, one machine each: `;` and tab between columns. The time is in seconds in spite of its header
 * and ends the interval the row tells of. Gaps above an hour are no load.
 */
export async function eachBitbrainsFragment(
  files: readonly string[],
  sink: BitbrainsSink,
): Promise<void> {
  for (const file of files) {
    let columns: number[] = [];
    let before: number | undefined;
    const sizes = [0, 0, 0];
    for await (const { line, text } of textLines(file)) {
      if (text.trim() === '') continue;
      const cells = text.split(';').map((cell) => cell.trim());
      if (line === 1) {
        columns = columnNames.map((name) => cells.indexOf(name));
        if (!isBitbrains(text) || num(columns, 0) < 0)
          throw badInput({
            file,
            expected: 'the header of a Bitbrains GWA-T-12 file',
            found: `"${printable(text, 80)}"`,
          });
        continue;
      }
      const [time, mhz] = [
        Number(cells[0] || Number.NaN),
        Number(cells[num(columns, 0)] || Number.NaN),
      ];
      if (!(time >= 0 && time < 1e11 && mhz >= 0 && mhz < 1e9))
        throw badInput({
          file,
          line,
          expected: 'a time in seconds and a CPU usage in MHz',
          found: `"${printable(text, 80)}"`,
        });
      if (before !== undefined && time < before)
        throw badInput({
          file,
          line,
          expected: 'times that do not fall',
          found: `${time} behind ${before}`,
        });
      const gap = before === undefined ? STEP_S : time - before;
      const seconds = gap > MOST_GAP_S ? STEP_S : gap;
      before = time;
      for (let i = 0; i < sizes.length; i++) {
        const place = num(columns, i + 1);
        if (place < 0) continue;
        const size = Number(cells[place] || Number.NaN);
        if (!(size >= 0 && size < 1e12))
          throw badInput({
            file,
            line,
            expected: `a number for ${nth(columnNames, i + 1)}`,
            found: `"${printable(cells[place] ?? '', 40)}"`,
          });
        sizes[i] = Math.max(num(sizes, i), size);
      }
      if (seconds > 0) sink.fragment(file, (time - seconds) * 1000, seconds * 1000, mhz);
    }
    sink.sizes?.(file, num(sizes, 0), num(sizes, 1), num(sizes, 2));
  }
}

/** The day Bitbrains files come to. */
export async function readBitbrains(files: readonly string[], name: string): Promise<TraceDay> {
  const fold = new DayFold();
  await eachBitbrainsFragment(files, {
    fragment: (_, start, duration, mhz) => fold.add(start, duration, mhz),
  });
  return fold.finish(name, files.length);
}
