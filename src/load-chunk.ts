// Loads the chunks the command line is bundled into (scripts/build-bundle.ts), with the code the build compiled them to
// where this is the program it was compiled by. Stands in dist/bin as load.cjs.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { underFirstFlags } from './v8-flags.ts';

export { setV8Flag, underFirstFlags } from './v8-flags.ts';

type Exports = Record<string, unknown>;
type Chunk = (
  exports: Exports,
  module: { exports: Exports },
  require: (name: string) => unknown,
  importChunk: (name: string) => Promise<unknown>,
  importMetaUrl: string,
) => void;

/** Every chunk this process has loaded, compiled. */
export const scripts = new Map<string, Script>();
const modules = new Map<string, { exports: Exports }>();
const outside = createRequire(__filename);

/**
 * Names a program that compiled code belongs to. V8 itself tells versions of its own apart, not two builds of one
 * version, and foreign code ends the process: the size of the file stands for the build.
 */
export function programId(): string {
  const { arch, platform, versions, execPath } = process;
  return JSON.stringify([arch, platform, versions, statSync(execPath).size]);
}

/** Where the build left the name of the program it compiled with. */
export const programFile = 'compiled-by.json';

function isCompiledHere(): boolean {
  try {
    return readFileSync(join(__dirname, programFile), 'utf8') === programId();
  } catch {
    return false;
  }
}
const compiledHere = isCompiledHere();

const codePath = (name: string): string => join(__dirname, `${name}.code`);

const CHECKSUM_BYTES = 4;

/** Leaves what V8 compiled of a chunk beside it, with a CRC-32 of it behind it, least byte first. */
export function leaveCode(name: string, code: Buffer): void {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(code));
  writeFileSync(codePath(name), Buffer.concat([code, checksum]));
}

/** The compiled code of a chunk; none where a byte of it is another: V8 runs what it is given, and the process dies of it. */
function leftCode(name: string): Buffer | undefined {
  const path = codePath(name);
  if (!compiledHere || !existsSync(path)) return undefined;
  const left = readFileSync(path);
  if (left.length < CHECKSUM_BYTES) return undefined;
  const code = left.subarray(0, -CHECKSUM_BYTES);
  return left.readUInt32LE(code.length) === crc32(code) ? code : undefined;
}

function scriptOf(name: string): Script {
  const filename = join(__dirname, name);
  const cachedData = leftCode(name);
  // Bundles hold ASCII alone.
  return new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData ? { cachedData } : {}),
  });
}

function required(name: string): unknown {
  if (name === './load.cjs') return module.exports;
  return name.startsWith('./') ? load(name.slice(2)) : outside(name);
}

const importChunk = async (name: string): Promise<unknown> =>
  name.startsWith('./') ? load(name.slice(2)) : import(name);

/** Runs a chunk, unless it ran before. */
export function load(name: string): Exports {
  const known = modules.get(name);
  if (known) return known.exports;
  const loaded = { exports: {} };
  modules.set(name, loaded);
  const script = underFirstFlags(() => scriptOf(name));
  scripts.set(name, script);
  const chunk = script.runInThisContext() as Chunk;
  const url = pathToFileURL(join(__dirname, name)).href;
  chunk(loaded.exports, loaded, required, importChunk, url);
  return loaded.exports;
}
