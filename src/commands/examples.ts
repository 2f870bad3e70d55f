/**
 * Examples of a command, declared beside it: the words after `virtcost`, as a shell takes them. Help shows them, and
 * `examples.test.ts` runs each of them from the root of the repository.
 */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  virtcost ${line}`).join('\n')}`;
