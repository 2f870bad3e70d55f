import { basename } from 'node:path';
import { badInput, printable } from '../../errors.ts';
import { Archive, isZip } from './archive.ts';
import type { Collected } from './findings.ts';
import { readFileHead, readStored } from './open.ts';
import { rawTitlesOf, readTab } from './rows.ts';
import type { Tab } from './tab.ts';
import type { TabHeader, TablesReader } from './tables-reader.ts';
import { Workbook } from './xlsx.ts';

const MAX_FILE_BYTES = 512 * 2 ** 20;
/** What an archive of an export holds; other files in it are left alone. */
const READ_FROM_ARCHIVES = /\.(csv|tsv|txt|json|xml|xlsx)$/i;

/** A file of the input with what tells its kind. */
export interface InputFile {
  path: string;
  head: string;
  workbook?: Workbook | undefined;
}

/** Old workbooks and password-protected ones are OLE files; OpenDocument is a zip of other parts. */
const isOle = (stored: Uint8Array) =>
  [0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => stored[i] === byte);

/** Looks at a file: a workbook, an archive of more files, or text. Its content says so, whatever its name. */
export async function lookAt(path: string): Promise<InputFile | { archive: Archive }> {
  const { stored, text } = await readFileHead(path);
  const named = /\.xlsx$/i.test(path);
  if (isOle(stored)) {
    throw badInput({
      file: path,
      expected: 'an xlsx workbook',
      found: 'an old or a password-protected one',
      hint: 'Save it as .xlsx without a password.',
    });
  }
  if (!isZip(stored) && !named) return { path, head: text };
  const bytes = await readStored(path, MAX_FILE_BYTES);
  const archive = new Archive(bytes, path, named ? 'an xlsx workbook' : 'a zip file');
  const isWorkbook = named || archive.has('[Content_Types].xml') || archive.has('xl/workbook.xml');
  return isWorkbook ? { path, head: '', workbook: new Workbook(archive) } : { archive };
}

/** Files of an archive by the path messages name them with, and the names of those left alone. */
export function filesIn(archive: Archive): { files: Map<string, Uint8Array>; left: string[] } {
  const files = new Map<string, Uint8Array>();
  const left: string[] = [];
  for (const name of archive.names) {
    if (name.endsWith('/') || /(^|\/)(__MACOSX|\.)/.test(name)) continue;
    if (READ_FROM_ARCHIVES.test(name)) files.set(`${archive.file}/${name}`, archive.part(name)!);
    else left.push(basename(name));
  }
  return { files, left };
}

/** One table of an export: its header, and how to read it as a table of the name its reader gives it. */
interface TableSource {
  header: TabHeader;
  file: InputFile;
  read(as: string, wanted: readonly string[] | undefined): Promise<Tab> | Tab;
}

function tablesOf(file: InputFile): TableSource[] {
  const { path, head, workbook } = file;
  if (workbook) {
    return workbook.names.map((name) => ({
      header: { name, titles: workbook.titles(name) },
      file,
      read: (as, wanted) => workbook.tab(name, as, wanted),
    }));
  }
  const header = { name: basename(path), titles: rawTitlesOf(head) };
  return [{ header, file, read: (as, wanted) => readTab(path, as, wanted) }];
}

/**
 * Reads what is an export of several tables, from workbooks and delimited files alike; gives the files it is made of.
 * Tabs of a workbook that its reader does not know are reported.
 */
export async function readTables(
  readers: readonly TablesReader[],
  files: readonly InputFile[],
  into: Collected,
  source: string,
): Promise<ReadonlySet<InputFile>> {
  const taken = new Set<InputFile>();
  const sources = files.flatMap(tablesOf);
  for (const reader of readers) {
    const open = sources.filter(({ file }) => !taken.has(file));
    const known = open.flatMap((table) => {
      const as = reader.tableOf(table.header);
      return as === undefined ? [] : [{ ...table, as }];
    });
    const headers = known.map(({ header }) => header);
    if (known.length === 0 || !reader.claims(new Set(known.map(({ as }) => as)), headers)) continue;
    const tabs = new Map<string, Tab>();
    for (const { as, header, file, read } of known) {
      if (tabs.has(as)) throw twice(source, as, header);
      tabs.set(as, await read(as, reader.wanted[as]));
      taken.add(file);
    }
    const other = open.filter(({ file, header }) => taken.has(file) && !headers.includes(header));
    if (other.length > 0) {
      const names = other.map(({ header }) => header.name);
      const listed = `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
      into.finding('not-read', `tabs that are not used: ${listed}`, names.length);
    }
    reader.read(tabs, into, source);
  }
  return taken;
}

const twice = (file: string, as: string, { name }: TabHeader) =>
  badInput({
    file,
    expected: `one table ${as}`,
    found: `another one in ${printable(name, 80)}`,
    hint: 'Give one export at a time.',
  });
