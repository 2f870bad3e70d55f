import { badInput } from '../../errors.ts';
import { parseJson } from '../../files/parse-json.ts';

const MAX_DOCUMENTS = 200_000;
/** Marks of the QMP documentation, of qmp-shell and of a shell in front of what they show. */
const PROMPT = /^\s*(?:\(QEMU\)|[$#>]|->|<-)/;
/** End of the command that a prompt line shows; `->` and `<-` stand before JSON itself. */
const ARROW = /^\s*(?:->|<-)\s*/;

/** Index behind the JSON object or array that starts at `from`; -1 when the text ends inside it. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

/**
 * JSON objects and arrays that follow one another, one per line or printed over many lines, with blanks,
 * commas and prompts between them. Reads each character once. `expected`: what messages say was asked for.
 */
export function jsonDocuments(
  text: string,
  file: string,
  expected = 'JSON answers of QMP',
): unknown[] {
  const found: unknown[] = [];
  let line = 1;
  let counted = 0;
  const lineAt = (offset: number) => {
    for (; counted < offset; counted++) if (text[counted] === '\n') line++;
    return line;
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (/[\s,\ufeff]/.test(char)) {
      at++;
      continue;
    }
    if (char !== '{' && char !== '[') {
      const end = text.indexOf('\n', at);
      const rest = text.slice(at, end < 0 ? text.length : end);
      const arrow = ARROW.exec(rest);
      if (!PROMPT.test(rest)) {
        const quote = `"${rest.slice(0, 60)}"`;
        throw badInput({ file, line: lineAt(at), expected, found: quote });
      }
      at += arrow ? arrow[0].length : rest.length;
      continue;
    }
    const end = endOfValue(text, at);
    if (end < 0) {
      const ended = { found: 'a value that does not end', hint: 'The file may be cut off.' };
      throw badInput({ file, line: lineAt(at), expected, ...ended });
    }
    try {
      found.push(parseJson(text.slice(at, end)));
    } catch (error) {
      const what = (error as Error).message;
      throw badInput({ file, line: lineAt(at), expected, found: what });
    }
    if (found.length > MAX_DOCUMENTS) {
      throw badInput({ file, expected: `at most ${MAX_DOCUMENTS} answers`, found: 'more' });
    }
    at = end;
  }
  return found;
}
