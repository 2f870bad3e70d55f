/** Whether a name is what `pattern` says: the name itself, or one in which each `*` stands for any text. */
export function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  // Each part in its first place behind the one before: no backtracking, whatever the pattern.
  let at = first.length;
  const end = name.length - last.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

export const isWildcard = (text: string): boolean => text.includes('*');

/** Whether a name is one of several, each a name or a wildcard: as fast as a set where most are names. */
export function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  const names = new Set(patterns);
  const wild = patterns.filter(isWildcard);
  return (name) => names.has(name) || wild.some((pattern) => matchesName(pattern, name));
}

/** Those of several names and wildcards that none of the known is: a typo would silently change nothing. */
export function unmatched(patterns: readonly string[], known: readonly string[]): string[] {
  const names = new Set(known);
  return patterns.filter(
    (pattern) =>
      !names.has(pattern) &&
      !(isWildcard(pattern) && known.some((name) => matchesName(pattern, name))),
  );
}

/** Whether some name may be both: certain of names, of two wildcards told by how they begin. */
export function mayOverlap(a: string, b: string): boolean {
  if (matchesName(a, b) || matchesName(b, a)) return true;
  const [from, other] = [a, b].map((text) => text.slice(0, text.indexOf('*')));
  return (
    isWildcard(a) &&
    isWildcard(b) &&
    (from?.startsWith(other ?? '') || other?.startsWith(from ?? '') || false)
  );
}
