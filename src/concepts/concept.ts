import { srv } from '../hosts/srv.ts';
import type { Message } from '../message.ts';
import { cellWords } from '../messages/cells.ts';
import { conceptWords } from '../messages/concepts.ts';
import { statuses, terms } from '../messages/terms.ts';
import { ioPath } from '../model/io/paths/index.ts';
import type { Sourced, Status } from '../sourced.ts';
import { techniqueById } from '../techniques/compositions.ts';
import type { EventId } from '../techniques/events.ts';
import { price } from '../techniques/price.ts';

/** Where the numbers behind a concept come from. */
export type Numbers =
  /** Constants of the code, asked for when they are shown. */
  | { sourced: () => readonly Sourced[] }
  /** A mechanism simulated step by step and compared with recordings or other programs by this suite. */
  | { simulated: string }
  /** Arithmetic on what the reader states. */
  | { exact: string };

/** A concept of the field: what it is, and the command that prices it. */
export interface Concept {
  /** Lower case, letters, digits and dashes; unique. */
  id: string;
  english: string;
  chinese: string;
  what: string;
  /** Words after `virtcost` that price it, as a reader types them. */
  command: string;
  numbers: Numbers;
}

export interface ConceptGroup {
  id: string;
  title: string;
  concepts: readonly Concept[];
}

/** A concept under the id its English term makes. */
export function concept(
  [english, chinese]: readonly [english: string, chinese: string],
  what: string,
  command: string,
  numbers: Numbers,
): Concept {
  const id = english
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return { id, english, chinese, what, command, numbers };
}

/** The steps of these events under a technique, on the host profile most numbers are of. */
export const eventNumbers = (technique: string, ...events: readonly EventId[]): Numbers => ({
  sourced: () =>
    events.flatMap((event) =>
      price(event, techniqueById(technique), srv).terms.map(({ cycles }) => cycles),
    ),
});

/** The steps of one 4 KiB request or packet on a path. */
export const pathNumbers = (id: string, kind: 'block' | 'packet' = 'block'): Numbers => ({
  sourced: () =>
    ioPath(id)
      .steps({ kind, read: true, bytes: 4096, perKick: 1, perInterrupt: 1 }, srv)
      .map(({ cycles }) => cycles),
});

/** These constants. */
export const constants = (...numbers: readonly Sourced[]): Numbers => ({ sourced: () => numbers });

const order: readonly Status[] = ['measured', 'published', 'derived', 'estimated'];

/** The status of a concept's numbers in words, from the numbers themselves. */
export function statusOf(numbers: Numbers): Message {
  if ('simulated' in numbers) return conceptWords.simulated({ suite: numbers.simulated });
  if ('exact' in numbers) return conceptWords.exact({ how: cellWords(numbers.exact) });
  const all = numbers.sourced();
  const counted = order.flatMap((status) => {
    const count = all.filter((number) => number.status === status).length;
    return count > 0 ? [conceptWords.counted({ count, status: statuses(status) })] : [];
  });
  const unverified = all.filter((number) => number.unverified).length;
  const counts = terms.list({ names: counted });
  return unverified > 0 ? conceptWords.unverified({ counts, unverified }) : counts;
}
