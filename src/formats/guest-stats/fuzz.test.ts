import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place } from '../../../test/damage.ts';
import { UserError } from '../../errors.ts';
import { attribute } from './attribute.ts';
import type { GuestStats } from './guest-stats.ts';
import { guestStatsFormats, readGuestStats } from './index.ts';

const folder = join(import.meta.dirname, 'fixtures');
const fixturesOf = (id: string) =>
  readdirSync(folder)
    .filter((file) => file.startsWith(`${id}.`))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

const numRuns = process.env.VIRTCOST_FULL ? 100_000 : 600;

const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '-',
  '1e999',
  'Infinity',
  '9'.repeat(400),
  '0x10',
  ',',
  '"',
  "'",
  '\n',
  '\r',
  ' ',
  '\t',
  '\u0000',
  '\u001b[2J',
  '..',
  '%',
  '(',
  ')',
  ':',
  'us',
  'n/a',
  'no limit',
  '^C',
  '[..]',
  '1,000',
  '.',
  '\ufeff',
);

/** One edit: delete, insert, copy or swap a piece of the text. */
const edit = fc.record({
  kind: fc.constantFrom(
    'delete',
    'insert',
    'copy',
    'swap-lines',
    'drop-line',
    'join-lines',
    'cut',
    'digit',
  ),
  at: place,
  to: place,
  length: fc.integer({ min: 1, max: 40 }),
  piece: fc.oneof(hostile, fc.string({ maxLength: 6 })),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(text: string, { kind, at, to, length, piece }: Edit): string {
  const from = Math.floor(at * text.length);
  const other = Math.floor(to * text.length);
  const lines = text.split('\n');
  const [a, b] = [Math.floor(at * lines.length), Math.floor(to * lines.length)];
  if (kind === 'delete') return text.slice(0, from) + text.slice(from + length);
  if (kind === 'insert') return text.slice(0, from) + piece + text.slice(from);
  if (kind === 'copy')
    return text.slice(0, other) + text.slice(from, from + length * 8) + text.slice(other);
  if (kind === 'cut') return text.slice(0, from);
  if (kind === 'digit')
    return text.slice(0, from) + text.slice(from).replace(/\d/, String(length % 10));
  if (kind === 'drop-line') lines.splice(a, 1);
  if (kind === 'join-lines') lines.splice(a, 2, `${lines[a] ?? ''}${lines[a + 1] ?? ''}`);
  if (kind === 'swap-lines' && a < lines.length && b < lines.length) {
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  }
  return lines.join('\n');
}

/** Every number of a result, at any depth, with its path. */
function* numbers(value: unknown, path = ''): Generator<[string, number]> {
  if (typeof value === 'number') yield [path, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* numbers(inner, `${path}.${key}`);
  }
}

function readOrRefuse(read: () => GuestStats): GuestStats | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function expectSound(stats: GuestStats): void {
  for (const [path, value] of [...numbers(stats), ...numbers(attribute(stats))]) {
    if (!(Number.isFinite(value) && value >= 0)) expect.fail(`${path} is ${value}`);
  }
  const { unattributed, exits } = attribute(stats);
  expect(unattributed).toBeLessThanOrEqual(exits);
}

describe('a damaged file', () => {
  it.each(guestStatsFormats.map((format) => [format.id, format] as const))(
    'is read soundly or refused with one message: %s',
    (id, format) => {
      const damaged = fc
        .tuple(fc.constantFrom(...fixturesOf(id)), fc.array(edit, { minLength: 1, maxLength: 6 }))
        .map(([text, edits]) => edits.reduce(apply, text));
      let read = 0;
      fc.assert(
        fc.property(damaged, (text) => {
          format.sniff(text);
          const stats = readOrRefuse(() => format.read(text, 'damaged'));
          if (stats) expectSound(stats);
          if (stats) read++;
        }),
        { numRuns },
      );
      expect(read).toBeGreaterThan(0);
    },
    3_600_000,
  );

  it('gets no result from arbitrary text other than a refusal or sound numbers', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => {
        for (const format of guestStatsFormats) {
          const stats = readOrRefuse(() => format.read(text, 'any'));
          if (stats) expectSound(stats);
        }
        readOrRefuse(() => readGuestStats(text, 'any'));
      }),
      { numRuns: Math.min(numRuns, 20_000) },
    );
  });
});

const named = (stats: GuestStats) =>
  new Map([
    ...(stats.exits ?? []).map((exit) => [exit.reason, exit.count] as const),
    ...(stats.counters ?? []).map(({ name, count }) => [name, count] as const),
  ]);

describe('a damaged number', () => {
  const rowFormats = ['perf-kvm-stat', 'bcc-kvmexit', 'perf-stat-kvm', 'kvm-stat'];
  it.each(rowFormats)(
    'never merges rows and changes at most its own count: %s',
    (id) => {
      const format = guestStatsFormats.find((candidate) => candidate.id === id)!;
      const cases = fixturesOf(id).flatMap((text) =>
        [...text.matchAll(/(?<=^|\s)\d[\d.,]*/g)].map((match) => ({
          text,
          at: match.index,
          length: match[0].length,
        })),
      );
      const number = fc.oneof(
        hostile.filter((piece) => !/\s/.test(piece) && piece !== '[..]'),
        fc.integer({ min: 0, max: 1e9 }).map(String),
        fc.stringMatching(/^[0-9.,x-]{1,8}$/),
      );
      fc.assert(
        fc.property(fc.constantFrom(...cases), number, ({ text, at, length }, piece) => {
          const stats = readOrRefuse(() =>
            format.read(text.slice(0, at) + piece + text.slice(at + length), 'damaged'),
          );
          if (!stats) return;
          const before = named(format.read(text, 'whole'));
          const after = named(stats);
          const leftOut = '(rows left out)';
          const changed = [...after].filter(
            ([name, count]) => name !== leftOut && before.get(name) !== count,
          );
          expect([...after.keys()].filter((name) => name !== leftOut)).toEqual(
            [...before.keys()].filter((name) => name !== leftOut),
          );
          expect(changed.length).toBeLessThanOrEqual(1);
        }),
        { numRuns },
      );
    },
    3_600_000,
  );
});

describe('a hostile size', () => {
  // A pattern that goes over a line again from each of its characters would exceed the time limit of a test.
  it('is read or refused: long lines, many lines, many blanks', () => {
    const shapes = [
      ' '.repeat(1e5),
      '\n'.repeat(1e5),
      'a '.repeat(1e5),
      '1 '.repeat(1e5),
      '- '.repeat(1e5),
      '--- '.repeat(25e3),
    ];
    for (const format of guestStatsFormats) {
      const [fixture] = fixturesOf(format.id);
      for (const shape of shapes) {
        for (const text of [
          shape,
          `${fixture}${shape}`,
          `${fixture!.trimEnd()}${shape}x`,
          `Analyze events for ${shape}`,
        ]) {
          format.sniff(text.slice(0, 65_536));
          const stats = readOrRefuse(() => format.read(text, 'large'));
          if (stats) expectSound(stats);
        }
      }
    }
  });
});
