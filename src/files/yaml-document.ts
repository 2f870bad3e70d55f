import {
  CST,
  type Document,
  isCollection,
  isScalar,
  Lexer,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  parseDocument,
  visit,
} from 'yaml';
import { nth } from '../elements.ts';
import { badInput, printable } from '../errors.ts';

/** Values, lists and maps a text of any size may hold; beyond them as many as its length makes likely. */
const MOST_NODES = 200_000;
const LEAST_BYTES_PER_NODE = 5;
/** Aliases a text may use, and how often one may lead to others. */
const MOST_ALIASES = 1000;
const MOST_ALIAS_DEPTH = 100;
/** Lists and maps within each other on one line; what follows line after line ends the parser's own stack. */
const MOST_DEPTH = 100;
/** Problems looked for in one text. */
const MOST_PROBLEMS = 1000;

/** What is wrong with a text, and where. */
export interface YamlProblem {
  offset: number;
  found: string;
}

/** Where an offset lies, counted from 1. */
export type Place = (offset: number) => { file: string; line: number; column: number };

const NODES = new Set<string | null>([
  'scalar',
  'flow-map-start',
  'flow-seq-start',
  'seq-item-ind',
]);

const DEEPER = new Set<string | null>(['flow-map-start', 'flow-seq-start']);
const HIGHER = new Set<string | null>(['flow-map-end', 'flow-seq-end']);

/**
 * Counts what a text would make before any of it is made: a node takes a hundred times the bytes it is written with, and
 * an alias is looked up in the whole document.
 */
function checkCost(text: string, file: string): void {
  const mostNodes = Math.max(MOST_NODES, text.length / LEAST_BYTES_PER_NODE);
  let nodes = 0;
  let aliases = 0;
  let depth = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (DEEPER.has(type)) depth++;
    else if (HIGHER.has(type)) depth--;
    if (depth > MOST_DEPTH) {
      const found = 'values within values, too deep to follow';
      throw badInput({ file, expected: 'YAML', found });
    }
    if (type === 'alias') aliases++;
    else if (NODES.has(type)) nodes++;
    if (nodes > mostNodes) {
      const expected = `YAML of at most ${Math.floor(mostNodes)} values`;
      throw badInput({ file, expected, found: 'more' });
    }
    if (aliases > MOST_ALIASES) {
      throw badInput({
        file,
        expected: `YAML with at most ${MOST_ALIASES} aliases`,
        found: 'more',
      });
    }
  }
}

/** A parser's complaint in one line, without its own idea of the place. */
const complaint = (message: string): string =>
  /call stack/.test(message)
    ? 'values within values, too deep to follow'
    : printable(nth(message.split('\n'), 0).replace(/:? at line.*$/, ''), 160);

/**
 * Keys that stand twice in one map, which the parser's own check takes the square of their number for, and those that are
 * a list or a map: nothing here has such a key, and each level of one is written as text anew for the level above.
 */
function wrongKeys(document: Document.Parsed, problems: YamlProblem[]): void {
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (isCollection(key)) {
          const found = 'a list or a map where a key has to stand';
          problems.push({ offset: key.range?.[0] ?? 0, found });
        }
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          problems.push({ offset: key.range?.[0] ?? 0, found: 'Map keys must be unique' });
        }
        seen.add(key.value);
        if (problems.length >= MOST_PROBLEMS) return visit.BREAK;
      }
      return undefined;
    },
  });
}

function problemsOf(document: Document.Parsed): YamlProblem[] {
  const problems = [...document.errors, ...document.warnings]
    .slice(0, MOST_PROBLEMS)
    .map(({ pos, message }) => ({ offset: pos[0], found: complaint(message) }));
  if (problems.length > 0) return problems;
  try {
    wrongKeys(document, problems);
  } catch (error) {
    problems.push({ offset: 0, found: complaint((error as Error).message) });
  }
  return problems;
}

const optionsOf = (lineCounter: LineCounter) => ({
  ...{ lineCounter, logLevel: 'error' as const, prettyErrors: false, uniqueKeys: false },
});

const placeIn =
  (lines: LineCounter, file: string): Place =>
  (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };

/**
 * What the parser makes of a text: values that it takes for nested, line after line, can end its stack. Each complaint is an
 * Error to it, and where in the parser a comma was met tells nobody anything: without that a million cost a tenth.
 */
function parsed<T>(parse: () => T, lines: LineCounter, file: string): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const place = placeIn(lines, file)(lines.lineStarts.at(-1) ?? 0);
    throw badInput({ ...place, expected: 'YAML', found: complaint(error.message) });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A text of one YAML document, at a cost that its length bounds; UserError where that would be more. */
export function parseYaml(text: string, file: string) {
  checkCost(text, file);
  const lines = new LineCounter();
  const document: Document.Parsed<ParsedNode> = parsed(
    () => parseDocument(text, optionsOf(lines)),
    lines,
    file,
  );
  return { document, problems: problemsOf(document), at: placeIn(lines, file) };
}

/** What a document says; an alias without its anchor, or aliases of aliases, show only here. */
export function documentValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIAS_DEPTH }) as unknown;
  } catch (error) {
    throw badInput({ file, expected: 'YAML', found: complaint((error as Error).message) });
  }
}

/** The values of all documents of a text; the first problem of it is one message, which calls it `what`. */
export function yamlValues(text: string, file: string, what = 'YAML'): unknown[] {
  checkCost(text, file);
  const lines = new LineCounter();
  const documents = parsed(() => parseAllDocuments(text, optionsOf(lines)), lines, file);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [problem] = problemsOf(document);
    if (problem) {
      const { found, offset } = problem;
      throw badInput({ ...placeIn(lines, file)(offset), expected: what, found });
    }
    return documentValue(document, file);
  });
}
