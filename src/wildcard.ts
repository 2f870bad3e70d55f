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
