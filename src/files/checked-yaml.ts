import { isPair, isScalar, YAMLMap } from 'yaml';
import type { core, z } from 'zod';
import { nth } from '../elements.ts';
import { describeProblem, printable, UserError } from '../errors.ts';
import { didYouMean } from '../names.ts';
import { documentValue, parseYaml } from './yaml-document.ts';

export interface CheckedYaml<T extends z.ZodType> {
  value: z.output<T>;
  /** The document as written, before defaults. */
  raw: unknown;
}

/** Problems told at once; a file of other things would have one for each of its keys. */
const MOST_TOLD = 20;
const MOST_CHARACTERS = 5000;
/** Unknown keys of one place told one by one; more are one message. */
const MOST_KEYS_TOLD = 5;

/**
 * A YAML text checked by `schema`; every problem is reported, each with file, line, column and what was expected.
 * `what` names the document, `hint` follows a key nobody knows. Its cost is bounded by its length.
 */
export function checkedYaml<T extends z.ZodType>(
  text: string,
  file: string,
  schema: T,
  what: string,
  hint?: string,
): CheckedYaml<T> {
  const { document, problems: broken, at } = parseYaml(text, file);
  if (broken.length > 0) {
    throw told(broken, ({ offset, found }) =>
      describeProblem({ ...at(offset), expected: 'YAML', found }),
    );
  }
  const raw = documentValue(document, file);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, raw };

  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return node.range[0];
    }
    return 0;
  };
  const keyOffset = (path: readonly PropertyKey[], key: string): number => {
    const map = path.length === 0 ? document.contents : document.getIn(path, true);
    if (!(map instanceof YAMLMap)) return offsetOf(path);
    const pair = map.items.find(
      (item) => isPair(item) && isScalar(item.key) && item.key.value === key,
    );
    return (pair && isScalar(pair.key) && pair.key.range?.[0]) || offsetOf(path);
  };
  const unknownKeys = ({ path, keys }: core.$ZodIssueUnrecognizedKeys): Telling => {
    const expected = `known keys in ${path.join('.') || what}`;
    const known = knownKeys(schema, path);
    const list = hint ?? (known.length > 0 ? `Known are ${known.join(', ')}.` : '');
    const tell = (key: string, found: string) => () =>
      describeProblem({
        ...at(keyOffset(path, key)),
        ...{ expected, found, hint: `${didYouMean(key, known)} ${list}`.trim() },
      });
    const quoted = (key: string) => `"${printable(key, 80)}"`;
    if (keys.length <= MOST_KEYS_TOLD) return keys.map((key) => tell(key, quoted(key)));
    const first = keys.slice(0, MOST_KEYS_TOLD).map(quoted).join(', ');
    return [tell(nth(keys, 0), `${keys.length} others (${first}, ...)`)];
  };
  const tellings = parsed.error.issues.flatMap((issue): Telling => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue);
    const found = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key],
      raw,
    );
    // A whole number is bounded by what is safe, too: its own bound says more.
    if (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) {
      const others = parsed.error.issues.filter((other) => other !== issue);
      if (others.some(({ path }) => path.join('.') === issue.path.join('.'))) return [];
    }
    // What is told alone is worked out: names that are near cost a look at all names, and there may be thousands of issues.
    const tell = () => {
      const { wanted, said, hints } = expectation(issue);
      const expected = `${issue.path.join('.') || what}: ${wanted}`;
      const near = typeof found === 'string' ? didYouMean(found, choicesOf(issue)).trim() : '';
      const hint = [...new Set([...hints, near])].filter((each) => each !== '').join(' ');
      const place = at(offsetOf(issue.path));
      return describeProblem({ ...place, expected, found: said ?? shown(found), hint });
    };
    return [tell];
  });
  throw told(tellings, (tell) => tell());
}

/** A text before and behind the first of a mark. */
function cutAt(text: string, mark: string): [before: string, behind: string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** Problems that are put into words when they are told: there may be very many. */
type Telling = (() => string)[];

/** The keys a schema knows at a path; none where it is no object that can be told. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  interface Def {
    innerType?: unknown;
    /** What is checked before it is made into something else. */
    in?: unknown;
    element?: unknown;
    shape?: Record<string, unknown>;
  }
  const defOf = (some: unknown): Def => {
    const def = (some as { def?: Def } | undefined)?.def ?? {};
    const inner = def.innerType ?? def.in;
    return inner === undefined ? def : defOf(inner);
  };
  const at = path.reduce<unknown>((some, key) => {
    const { element, shape } = defOf(some);
    return typeof key === 'number' ? element : shape?.[String(key)];
  }, schema);
  return Object.keys(defOf(at).shape ?? {});
}

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  return printable(
    typeof value === 'number' ? String(value) : JSON.stringify(value).slice(0, 120),
    160,
  );
};

function told<T>(problems: readonly T[], tell: (problem: T) => string): UserError {
  const lines: string[] = [];
  let length = 0;
  for (const problem of problems.slice(0, MOST_TOLD)) {
    const line = tell(problem);
    length += line.length;
    // One list of names that may stand somewhere is long enough to fill a screen.
    if (lines.length > 0 && length > MOST_CHARACTERS) break;
    lines.push(line);
  }
  if (problems.length > lines.length) lines.push(`and ${problems.length - lines.length} more`);
  return new UserError(lines.join('\n'));
}

interface Expectation {
  wanted: string;
  /** What the check itself says it found. */
  said?: string;
  hints: string[];
}

/** What a check wanted, in words of the user, and what it said beside. */
function expectation(issue: core.$ZodIssue): Expectation {
  if (issue.code === 'invalid_union') {
    const all = issue.errors.map((errors) => errors.map(expectation));
    const forms = all.map((inner) => inner.map(({ wanted }) => wanted).join(' and '));
    const hints = all.flat().flatMap((inner) => inner.hints);
    if (forms.length > 0) return { wanted: [...new Set(forms)].join(', or '), hints };
    const { options } = issue as { options?: readonly unknown[] };
    const wanted = options?.map((option) => JSON.stringify(option)).join('|') ?? 'another form';
    return { wanted, hints };
  }
  if (issue.code === 'invalid_format' && issue.format === 'date')
    return { wanted: 'a date such as 2026-07-01', hints: [] };
  // A check may say what it found, of several values say, and a hint behind it.
  const [whole, rest] = cutAt(issue.message, ', found ');
  const [, quoted, hint = ''] = /^("[^"]*")\.(?: (.*))?$/s.exec(rest ?? '') ?? [];
  const said = quoted ?? rest?.replace(/\.$/, '');
  const wanted = whole
    .replace(/^Invalid (option|input): expected /, '')
    .replace(/, received .*$/, '')
    .replace(/^Too (small|big): expected \w+ to (be|have) /, '')
    .replace(/^expected /, '')
    .replace(/^number, or string$/, 'a number, or a quantity with its unit');
  return { wanted, hints: [hint], ...(said !== undefined && said !== '""' && { said }) };
}

/** The words a check would have taken. */
function choicesOf(issue: core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(choicesOf);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}
