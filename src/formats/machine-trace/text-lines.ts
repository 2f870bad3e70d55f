import { createReadStream } from 'node:fs';
import { badInput } from '../../errors.ts';
import { boundedStream } from '../../files/check-input.ts';

const MOST_LINE = 1 << 20;

/** Lines of a text file, one at a time, none longer than a MiB. */
export async function* textLines(path: string): AsyncGenerator<{ line: number; text: string }> {
  let rest = '';
  let line = 0;
  const check = (text: string) => {
    if (text.length <= MOST_LINE) return;
    throw badInput({
      file: path,
      line: line + 1,
      expected: `a line of at most ${MOST_LINE} characters`,
      found: 'a longer one',
    });
  };
  for await (const chunk of createReadStream(path, { encoding: 'utf8', ...boundedStream(path) })) {
    const parts = (rest + (chunk as string)).split('\n');
    rest = parts.pop()!;
    check(rest);
    for (const text of parts) {
      check(text);
      yield { line: ++line, text: text.replace(/\r$/, '') };
    }
  }
  if (rest !== '') yield { line: ++line, text: rest };
}
