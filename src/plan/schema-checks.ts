import type { z } from 'zod';

type Context = z.core.$RefinementCtx;
type Path = (string | number)[];

/** A problem of values that are each right and do not go together. */
export function wrong(context: Context, path: Path, message: string): void {
  context.addIssue({ code: 'custom', path, message });
}

/** Entries of a list have names of their own. */
export function eachOnce(
  context: Context,
  path: Path,
  list: readonly { name: string }[] = [],
): void {
  const names = list.map(({ name }) => name);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    wrong(context, [...path, twice, 'name'], 'expected a name that no entry before has');
}
