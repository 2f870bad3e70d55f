/** A word as a shell needs it. Control characters are written so that no terminal obeys them. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(word))
    return `$'${JSON.stringify(word).slice(1, -1).replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** An option as it should stand: with a value (null: without the option), or alone (false: without it). */
export type OptionChange = readonly [option: string, value: string | null | boolean];

/**
 * The words of a command line with some of its options changed; what is changed stands at the end. `lists` are options of
 * several values that go, with all of them.
 */
export function withOptions(
  words: readonly string[],
  changes: readonly OptionChange[],
  lists: readonly string[] = [],
): string[] {
  const changed = new Map(changes);
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const name = word.split('=', 1)[0] as string;
    if (lists.includes(name)) {
      while (i + 1 < words.length && !words[i + 1]?.startsWith('-')) i++;
    } else if (!changed.has(name)) kept.push(word);
    else if (name === word && typeof changed.get(name) !== 'boolean') i++;
  }
  const added = changes.flatMap(([option, value]) =>
    typeof value === 'string' ? [option, value] : value === true ? [option] : [],
  );
  return [...kept, ...added];
}

/** `virtcost` with these words, as a shell takes it. */
export const commandLine = (words: readonly string[]): string =>
  ['virtcost', ...words.map(quoted)].join(' ');
