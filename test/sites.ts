import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { UserError } from '../src/errors.ts';
import { readInventory } from '../src/formats/inventory/index.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import type { Files } from './fleets/index.ts';

export const GIB = 2 ** 30;
export const json = (document: unknown): string => JSON.stringify(document);

/** Reads files as a person gives them, in a folder that is gone after the tests. */
export function sites(name: string) {
  let root: string;
  let count = 0;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), `virtcost-${name}-`));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const folder = (files: Files): string => {
    const path = join(root, `${count++}`);
    mkdirSync(path);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
    return path;
  };
  return {
    folder,
    /** One file, whose name tells nothing. */
    read: (content: string | Uint8Array) => readInventory(join(folder({ f: content }), 'f')),
    readAll: (files: Files) => readInventory(folder(files)),
  };
}

/** What an input is refused with. */
export const refusal = (reading: Promise<Inventory>): Promise<string> =>
  reading.then(
    () => 'accepted',
    (error: unknown) => (error instanceof UserError ? error.message : `crash: ${error}`),
  );

/** The finding whose message has these words. */
export const said = ({ findings }: Inventory, words: RegExp) =>
  findings.find(({ message }) => words.test(message));
