import { isPair, isScalar, LineCounter, parseDocument, YAMLMap } from 'yaml';
import type { core, z } from 'zod';
import { nth } from '../elements.ts';
import { describeProblem, printable, UserError } from '../errors.ts';

export interface CheckedYaml<T extends z.ZodType> {
  value: z.output<T>;
  /** The document as written, before defaults. */
  raw: unknown;
}

/** Problems told at once; a file of other things would have one for each of its keys. */
const MOST_TOLD = 20;

/**
 * A YAML text checked by `schema`; every problem is reported, each with file, line, column and what was expected.
 * `what` names the document, `hint` follows a key nobody knows. Aliases cannot grow it: at most 100 are followed.
 */
export function checkedYaml<T extends z.ZodType>(
  text: string,
  file: string,
  schema: T,
  what: string,
  hint?: string,
): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw problems(
      broken.map((error) =>
        describeProblem({
          ...at(error.pos[0]),
          expected: 'YAML',
          found: printable(nth(error.message.split('\n'), 0).replace(/:? at line.*$/, ''), 160),
        }),
      ),
    );
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw problems([
      describeProblem({ file, expected: 'YAML', found: printable((error as Error).message, 160) }),
    ]);
  }
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
  throw problems(
    parsed.error.issues.flatMap((issue) => {
      const where = issue.path.join('.') || what;
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) =>
          describeProblem({
            ...at(keyOffset(issue.path, key)),
            expected: `known keys in ${where}`,
            found: `"${printable(key, 80)}"`,
            hint: hint ?? knownKeys(schema, issue.path),
          }),
        );
      }
      const found = issue.path.reduce<unknown>(
        (value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key],
        raw,
      );
      return describeProblem({
        ...at(offsetOf(issue.path)),
        expected: `${where}: ${expectation(issue)}`,
        found: shown(found),
      });
    }),
  );
}

/** The keys a schema knows at a path, where it is an object that can be told. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string | undefined {
  interface Def {
    innerType?: unknown;
    element?: unknown;
    shape?: Record<string, unknown>;
  }
  const defOf = (some: unknown): Def => {
    const def = (some as { def?: Def } | undefined)?.def ?? {};
    return def.innerType === undefined ? def : defOf(def.innerType);
  };
  const at = path.reduce<unknown>((some, key) => {
    const { element, shape } = defOf(some);
    return typeof key === 'number' ? element : shape?.[String(key)];
  }, schema);
  const keys = Object.keys(defOf(at).shape ?? {});
  return keys.length > 0 ? `Known are ${keys.join(', ')}.` : undefined;
}

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  return printable(
    typeof value === 'number' ? String(value) : JSON.stringify(value).slice(0, 120),
    160,
  );
};

const problems = (messages: readonly string[]) =>
  new UserError(
    messages.length > MOST_TOLD
      ? [...messages.slice(0, MOST_TOLD), `and ${messages.length - MOST_TOLD} more`].join('\n')
      : messages.join('\n'),
  );

/** What a check wanted, in words of the user. */
function expectation(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.map((errors) =>
      errors.map((error) => expectation(error)).join(' and '),
    );
    return inner.join(', or ') || 'another form';
  }
  return issue.message
    .replace(/^Invalid (option|input): expected /, '')
    .replace(/, received .*$/, '')
    .replace(/^Too (small|big): expected \w+ to (be|have) /, '')
    .replace(/^expected /, '');
}
