/** Values within values of a document from outside; none of ours goes beyond ten. What takes more ends a stack sooner or later. */
const MOST_DEPTH = 200;

const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Where a text that begins with a quote ends; behind the text where it does not. */
function behindText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = behindText(text, at);
    else if (code === OPEN_LIST || code === OPEN_MAP) depth++;
    else if (code === CLOSE_LIST || code === CLOSE_MAP) depth--;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

/**
 * The value of a JSON text from outside. The parser follows any depth, but what is done with the value does not: a list in
 * a list 5,000 times over cannot be written as text. SyntaxError for what is no JSON, and for what is too deep.
 */
export function parseJson(text: string): unknown {
  if (text.length > MOST_DEPTH && isTooDeep(text)) {
    throw new SyntaxError(`values within values, more than ${MOST_DEPTH} deep`);
  }
  return JSON.parse(text) as unknown;
}
