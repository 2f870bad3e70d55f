import { nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { parseJson } from '../../files/parse-json.ts';
import { jsonDocuments } from '../migration/json-documents.ts';
import type { Collected } from './findings.ts';
import { readUnpacked } from './open.ts';

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Does a file begin as JSON does, with every one of `keys` near its beginning? */
export const jsonWith = (head: string, ...keys: RegExp[]): boolean =>
  /^\ufeff?\s*[[{]/.test(head) && keys.every((key) => key.test(head));

/** The documents of a file: one, or what a loop over hosts prints one after another. */
async function documentsOf(path: string): Promise<unknown[]> {
  const text = await readUnpacked(path);
  try {
    return [parseJson(text)];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const documents = jsonDocuments(text, path, 'JSON documents');
    if (documents.length > 0) return documents;
    throw badInput({
      file: path,
      expected: 'a JSON document',
      found: printable(error.message, 160),
    });
  }
}

/**
 * The objects of a document: a list of them, the list under one of `keys` (APIs wrap what command lines print), or
 * one object by itself, which is what tools print for a list of one.
 */
export function objectsOf(document: unknown, path: string, keys: readonly string[]): Json[] {
  let list = document;
  for (const key of keys) {
    if (isObject(list) && Object.hasOwn(list, key)) list = list[key];
  }
  if (isObject(list)) return [list];
  if (Array.isArray(list) && list.every(isObject)) return list;
  throw badInput({ file: path, expected: 'a list of objects', found: printable(typeof list, 40) });
}

/** The objects of all documents of a file; `keys`: what lists may be wrapped in. */
export async function readObjects(path: string, ...keys: string[]): Promise<Json[]> {
  const documents = await documentsOf(path);
  return documents.flatMap((document) => objectsOf(document, path, keys));
}

/** The value at a path such as `cpu.topology.cores`; a key with dots of its own is looked up whole first. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** Reads objects of one file by key, and says which keys that hold something nobody asked for. */
export class Objects {
  private readonly path: string;
  private readonly into: Collected;
  private readonly asked = new Set<string>();
  private readonly met = new Set<string>();

  constructor(path: string, into: Collected) {
    this.path = path;
    this.into = into;
  }

  /** One object; its keys count as met. */
  fields(value: Json): Fields {
    for (const [key, inner] of Object.entries(value)) if (!isEmpty(inner)) this.met.add(key);
    return new Fields(value, { path: this.path, into: this.into, asked: this.asked });
  }

  /** `known`: keys that carry nothing a plan asks for, such as links. */
  reportUnread(what: string, known: readonly string[] = []): void {
    const unread = [...this.met].filter((key) => !this.asked.has(key) && !known.includes(key));
    if (unread.length === 0) return;
    const listed = `${unread.slice(0, 12).join(', ')}${unread.length > 12 ? ', …' : ''}`;
    this.into.finding('not-read', `fields of ${what} that are not used: ${listed}`, unread.length);
  }
}

interface Context {
  path: string;
  into: Collected;
  asked: Set<string>;
}

/** An object's fields; `keys` are names or paths with dots, and the first that holds something counts. */
export class Fields {
  private readonly value: Json;
  private readonly context: Context;

  constructor(value: Json, context: Context) {
    this.value = value;
    this.context = context;
  }

  raw(...keys: string[]): unknown {
    let found: unknown;
    for (const key of keys) {
      this.context.asked.add(nth(key.split('.', 1), 0));
      if (isEmpty(found)) found = valueAt(this.value, key);
    }
    return isEmpty(found) ? undefined : found;
  }

  has(...keys: string[]): boolean {
    return this.raw(...keys) !== undefined;
  }

  text(...keys: string[]): string {
    const value = this.raw(...keys);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value).trim()
      : '';
  }

  /** A size, as a number or as text; undefined where none is given. */
  optional(...keys: string[]): number | undefined {
    const value = this.raw(...keys);
    if (value === undefined) return undefined;
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return this.context.into.amount(text, nth(keys, 0), this.context.path);
  }

  number(...keys: string[]): number {
    return this.optional(...keys) ?? 0;
  }

  /** True, 1, or such a word. */
  flag(...keys: string[]): boolean {
    return /^(true|1|yes)$/i.test(this.text(...keys));
  }

  /** Objects of a list, or of one object by itself; anything else is none. */
  list(key: string): Fields[] {
    const value = this.raw(key);
    const entries = Array.isArray(value) ? value : [value];
    return entries
      .filter(isObject)
      .map((entry) => new Fields(entry, { ...this.context, asked: new Set() }));
  }
}
