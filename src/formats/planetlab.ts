import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { badInput, printable } from '../errors.ts';
import { readBytes, readFailure, readText } from '../files/read-input.ts';
import { tarFiles } from './tar.ts';

/** Samples a day has: one per 300 s. */
const SAMPLES = 288;
const MAX_FILE_BYTES = 64 * 1024;
const MAX_FILES = 100_000;
const MAX_PACKED_BYTES = 128 * 2 ** 20;
const MAX_ARCHIVE_BYTES = 512 * 2 ** 20;
/** Days pack ten to one; a small archive may do better. */
const MAX_RATIO = 50;
const LEAST_ARCHIVE_BYTES = 32 * 2 ** 20;

/** One day: CPU use of each machine, whole percents, in the order CloudSim's published runs used. */
export interface PlanetLabDay {
  day: string;
  percent: Uint8Array[];
}

function samplesOf(text: string, file: string): Uint8Array {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length < SAMPLES) {
    throw badInput({
      file,
      expected: `${SAMPLES} lines, one percentage each`,
      found: `${words.length}`,
    });
  }
  return Uint8Array.from(words.slice(0, SAMPLES), (word, i) => {
    const value = /^\d{1,3}$/.test(word) ? Number(word) : 101;
    if (value <= 100) return value;
    throw badInput({
      file,
      line: i + 1,
      expected: 'a whole percentage 0-100',
      found: `"${printable(word, 40)}"`,
    });
  });
}

/**
 * Order of the machines: names by their upper-case form ('_' after letters), as NTFS lists them. The
 * published results depend on it; other orders give other results.
 */
function inOrder(files: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  const upper = (name: string) => name.toUpperCase();
  return [...files]
    .sort(([a], [b]) => (upper(a) < upper(b) ? -1 : upper(a) > upper(b) ? 1 : 0))
    .map(([, samples]) => samples);
}

function checkedCount(files: ReadonlyMap<string, unknown>, file: string): void {
  if (files.size >= MAX_FILES)
    throw badInput({ file, expected: `at most ${MAX_FILES} machines`, found: 'more' });
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(path: string): Promise<Buffer> {
  const packed = await readBytes(path, MAX_PACKED_BYTES);
  const most = Math.max(LEAST_ARCHIVE_BYTES, MAX_RATIO * packed.length);
  try {
    return await promisify(gunzip)(packed, {
      maxOutputLength: Math.min(MAX_ARCHIVE_BYTES, most),
    });
  } catch (error) {
    throw badInput({
      file: path,
      expected: archived.test(path)
        ? 'a whole tar.gz archive'
        : 'load of a kind that virtcost formats lists, or a PlanetLab day as a tar.gz archive',
      found: isGzip(packed) ? (error as Error).message : 'something else',
    });
  }
}

async function readArchive(path: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { name: whole, data } of tarFiles(await unpack(path), path)) {
    const name = basename(whole);
    if (name.startsWith('.')) continue;
    const where = `${path}:${printable(name, 80)}`;
    if (data.length > MAX_FILE_BYTES) {
      throw badInput({
        file: where,
        expected: `at most ${MAX_FILE_BYTES} bytes`,
        found: String(data.length),
      });
    }
    checkedCount(files, path);
    files.set(name, samplesOf(new TextDecoder().decode(data), where));
  }
  return files;
}

async function readFolder(path: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    checkedCount(files, path);
    const file = join(path, entry.name);
    files.set(entry.name, samplesOf(await readText(file, MAX_FILE_BYTES), file));
  }
  return files;
}

/** Reads one PlanetLab day from DAY.tar.gz or a folder DAY with one file per machine. */
export async function readPlanetLabDay(path: string): Promise<PlanetLabDay> {
  try {
    const files = (await stat(path)).isDirectory()
      ? await readFolder(path)
      : await readArchive(path);
    if (files.size === 0)
      throw badInput({ file: path, expected: 'one file per machine', found: 'none' });
    return { day: basename(path).replace(archived, ''), percent: inOrder(files) };
  } catch (error) {
    throw readFailure(path, error);
  }
}

const archived = /\.(tar\.gz|tgz)$/;
const dated = /^\d{8}$/;

/**
 * Paths of the days at a path, in name order: DAY.tar.gz files and folders named like a date, links to them included;
 * or the path itself, where it is one such archive or folder.
 */
export async function planetLabDays(path: string): Promise<string[]> {
  const isFolder = async (each: string) => (await stat(each)).isDirectory();
  try {
    if (!(await isFolder(path))) return [path];
    const days: string[] = [];
    for (const name of (await readdir(path)).sort()) {
      const entry = join(path, name);
      if (archived.test(name) || (dated.test(name) && (await isFolder(entry)))) days.push(entry);
    }
    if (days.length === 0 && dated.test(basename(path))) return [path];
    if (days.length > 0) return days;
    throw badInput({
      file: path,
      expected: 'PlanetLab days, DAY.tar.gz or folders named DAY',
      found: 'none',
    });
  } catch (error) {
    throw readFailure(path, error);
  }
}
