/** Names near a mistyped one: the same help for hosts, techniques, formats, suites and whatever else has an id. */

import { num } from './elements.ts';
import { printable, UserError } from './errors.ts';
import { isWildcard, matchesName } from './wildcard.ts';

/** Longest text compared: no id is longer, and the work grows with the product of the lengths. */
const LONGEST = 80;

/**
 * Letters to insert, leave out, replace or swap with their neighbour to make one text of the other (optimal string
 * alignment; Damerau 1964).
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(num(last, j) + 1, num(row, j - 1) + 1, num(last, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, num(before, j - 2) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return num(last, b.length);
}

/** Shorter words are near too many parts of names. */
const LEAST_PART = 4;

/** What was asked of a list of names before: a file that has one wrong name has it a thousand times. */
const answered = new WeakMap<readonly string[], Map<string, string[]>>();
/** Whoever asked for so many different names has none of them mistyped: a near one helps nobody, and each costs a look. */
const MOST_ANSWERED = 5000;

/** The known names a word may have meant, best first: few letters apart, or one the beginning or a part of the other. */
export function nearest(word: string, known: readonly string[], most = 3): string[] {
  const asked = answered.get(known) ?? new Map<string, string[]>();
  answered.set(known, asked);
  const key = word.trim().slice(0, LONGEST);
  const before = asked.get(key);
  if (before) return before.slice(0, most);
  if (asked.size >= MOST_ANSWERED) return [];
  const names = nearestOf(key, known);
  asked.set(key, names);
  return names.slice(0, most);
}

function nearestOf(word: string, known: readonly string[]): string[] {
  const wanted = word.trim().slice(0, LONGEST).toLowerCase();
  if (wanted === '') return [];
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = known.map((name) => {
    const other = name.slice(0, LONGEST).toLowerCase();
    // Each letter that one has more is an edit.
    const isFar = Math.abs(wanted.length - other.length) > allowed;
    const distance = isFar ? Number.POSITIVE_INFINITY : editDistance(wanted, other);
    const holds = wanted.includes(other) && 2 * other.length >= wanted.length;
    const isPart = wanted.length >= 3 && (other.includes(wanted) || holds);
    return { name, other, isNear: distance <= allowed || isPart, rank: isPart ? 0.5 : distance };
  });
  const near = ranked.filter(({ isNear }) => isNear);
  if (near.length > 0) return byRank(near);
  // Where none is, a word may be a part of a long name, mistyped: vsphre for vsphere-4, zen33 for epyc-zen3-2021.
  const byPart = ranked.flatMap(({ name, other }) => {
    const parts = other.split(/[-_. ]/).filter(({ length }) => length >= LEAST_PART);
    const alike = parts.filter(({ length }) => Math.abs(length - wanted.length) <= allowed);
    const rank = Math.min(...alike.map((part) => editDistance(wanted, part)));
    return rank <= allowed && wanted.length >= LEAST_PART ? [{ name, rank }] : [];
  });
  return byRank(byPart);
}

const byRank = (names: { name: string; rank: number }[]): string[] =>
  names.sort((a, b) => a.rank - b.rank).map(({ name }) => name);

/** "Did you mean a, b or c?", with a space in front; nothing where no name is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near.length === 0) return '';
  const last = near.pop();
  return ` Did you mean ${near.length > 0 ? `${near.join(', ')} or ` : ''}${last}?`;
}

/** More names than these are not listed where near ones are. */
const MANY = 12;

/** `expected a host (a, b), found "c". Did you mean a?`: what is said of a name that is none of the known. */
export function unknownName(what: string, found: string, known: readonly string[]): string {
  const shown = printable(found, LONGEST);
  const near = didYouMean(shown, known);
  const list = near !== '' && known.length > MANY ? `${known.length} of them` : known.join(', ');
  return `expected ${what} (${list}), found "${shown}".${near}`;
}

/** The known name a text is, or the only one a wildcard stands for. Throws UserError that lists what is near. */
export function oneName<Name extends string>(
  what: string,
  text: string,
  known: readonly Name[],
): Name {
  const found = namesFor(text, known);
  if (found.length === 1) return found[0] as Name;
  if (found.length === 0) throw new UserError(unknownName(what, text, known));
  throw new UserError(
    `expected ${what}, found ${found.length} that "${printable(text, LONGEST)}" stands for: ${found.join(', ')}.`,
  );
}

/** Names of a comma-separated list, each known or a wildcard, every one once. Throws UserError as `oneName` does. */
export function someNames<Name extends string>(
  what: string,
  text: string,
  known: readonly Name[],
): Name[] {
  const found = text.split(',').flatMap((word) => {
    const names = namesFor(word.trim(), known);
    if (names.length === 0) throw new UserError(unknownName(what, word, known));
    return names;
  });
  return [...new Set(found)];
}

const namesFor = <Name extends string>(text: string, known: readonly Name[]): Name[] =>
  isWildcard(text)
    ? known.filter((name) => matchesName(text, name))
    : known.filter((name) => name === text);
