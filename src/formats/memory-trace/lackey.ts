import { badInput } from '../../errors.ts';
import { traceKinds } from '../../trace-word.ts';
import { TraceHints } from './hints.ts';
import { lineBatches, WordBuffer } from './lines.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';

const kinds: Record<string, number> = {
  L: traceKinds.load,
  S: traceKinds.store,
  M: traceKinds.modify,
};
/** As valgrind writes it, and as editors and handouts of courses leave it: blanks lost, added, or tabs. */
const line = /^[ \t]*(?:([LSM])|I)[ \t]+(?:0x)?0*([0-9a-f]{1,14}),[ \t]*(\d{1,6})\s*$/i;
/** valgrind's own lines, its debug output, and lines of nothing. */
const banner = /^\s*(==|--|\*\*|$)/;

/** Text of `valgrind --tool=lackey --trace-mem=yes`: instruction lines are skipped. */
export const lackey: MemoryTraceFormat = {
  id: 'lackey',
  title: 'valgrind lackey text (--trace-mem=yes)',
  sniff(head) {
    const lines = new TextDecoder('latin1').decode(head).split('\n').slice(0, 200);
    if (head.length >= 65_536) lines.pop();
    return lines.some((text) => line.test(text));
  },
  async *read(chunks, file, hints = new TraceHints()) {
    hints.kindsStated = true;
    let number = 0;
    const buffer = new WordBuffer();
    for await (const lines of lineBatches(chunks, file)) {
      for (const text of lines) {
        number++;
        const match = line.exec(text);
        if (match) {
          const kind = match[1];
          if (kind) buffer.push(Number.parseInt(match[2]!, 16), kinds[kind.toUpperCase()]!);
          continue;
        }
        if (banner.test(text)) continue;
        throw badInput({
          file,
          line: number,
          expected: 'a lackey line such as " L 1ffeffe7e8,8"',
          found: JSON.stringify(text.slice(0, 40)),
          hint: "The traced program's own output must not mix with the trace (--log-fd).",
        });
      }
      const words = buffer.take();
      if (words.length > 0) yield words;
    }
  },
};
