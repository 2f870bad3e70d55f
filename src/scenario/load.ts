import { isPair, isScalar, LineCounter, parseDocument, YAMLMap } from 'yaml';
import type { core } from 'zod';
import { describeProblem, UserError } from '../errors.ts';
import { type Scenario, scenarioSchema } from './schema.ts';

/** Parses a scenario; every problem is reported at once, each with file, line and column. */
export function loadScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0) {
    throw new UserError(
      document.errors
        .map((error) =>
          describeProblem({
            ...at(error.pos[0]),
            expected: 'YAML',
            found: error.message.split('\n')[0]!.replace(/ at line.*$/, ''),
          }),
        )
        .join('\n'),
    );
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(
      describeProblem({ file, expected: 'YAML', found: (error as Error).message }),
    );
  }
  const parsed = scenarioSchema.safeParse(content);
  if (parsed.success) return parsed.data;

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
  const problems = parsed.error.issues.flatMap((issue) => {
    const where = issue.path.join('.') || 'the scenario';
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        describeProblem({
          ...at(keyOffset(issue.path, key)),
          expected: `known keys in ${where}`,
          found: `"${key}"`,
          hint: 'virtcost schema lists the keys.',
        }),
      );
    }
    const found = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
      content,
    );
    return describeProblem({
      ...at(offsetOf(issue.path)),
      expected: `${where}: ${expectation(issue)}`,
      found: found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 120),
    });
  });
  throw new UserError(problems.join('\n'));
}

function expectation(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.map((errors) =>
      errors.map((error) => expectation(error)).join(' and '),
    );
    return inner.join(', or ') || 'another form';
  }
  return issue.message.replace(/^Invalid (option|input): expected /, '').replace(/^expected /, '');
}
