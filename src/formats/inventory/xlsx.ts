import { posix } from 'node:path';
import { SaxesParser } from 'saxes';
import { badInput, printable } from '../../errors.ts';
import type { Archive } from './archive.ts';
import { Tab } from './tab.ts';
import type { Cell } from './table.ts';

const MAX_COLUMNS = 1024;
/** What a sheet of this format can hold. */
const MAX_ROWS = 2 ** 20;
/** Rows a workbook of any size may have; beyond them as many as its packed bytes make likely. */
const ROWS_OF_ANY = 100_000;
const PACKED_BYTES_PER_ROW = 10;
const MAX_STRINGS = 2 ** 22;
const PIECE_BYTES = 1 << 16;

/** Parses a part piece by piece, until its end or until `enough` says so. */
function parse(
  bytes: Uint8Array,
  at: { file: string; part: string },
  parser: SaxesParser,
  enough: () => boolean = () => false,
): void {
  const { file, part } = at;
  parser.on('error', (error) => {
    throw badInput({
      file,
      expected: `well-formed XML in ${part}`,
      found: printable(error.message, 120),
    });
  });
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    parser.write(decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true }));
    if (enough()) return;
  }
  parser.write(decoder.decode()).close();
}

function sharedStrings(bytes: Uint8Array | undefined, file: string): string[] {
  if (!bytes) return [];
  const strings: string[] = [];
  const parser = new SaxesParser();
  let text = '';
  let inText = false;
  // Phonetic hints (rPh) are not part of the text.
  let hints = 0;
  parser.on('opentag', ({ name: tag }) => {
    const name = local(tag);
    if (name === 'si') text = '';
    if (name === 'rPh') hints++;
    inText = name === 't' && hints === 0;
  });
  parser.on('text', (piece) => {
    if (inText) text += piece;
  });
  parser.on('closetag', ({ name: tag }) => {
    const name = local(tag);
    if (name === 't') inText = false;
    if (name === 'rPh') hints--;
    if (name !== 'si') return;
    if (strings.length === MAX_STRINGS) {
      throw badInput({ file, expected: `at most ${MAX_STRINGS} shared strings`, found: 'more' });
    }
    strings.push(text);
  });
  parse(bytes, { file, part: 'the shared strings' }, parser);
  return strings;
}

/** Some writers put every element under a prefix, such as x:row. */
const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** Column number, from 0, of a cell reference such as AB12. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** What a cell holds: a number only where the workbook stores one. */
function cellOf(type: string, value: string, strings: readonly string[]): Cell {
  if (type === 's') return strings[Number(value)] ?? '';
  const number = type === 'n' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}

/** Reads the rows of a sheet into a tab; of the first row alone where only the header is asked for. */
function sheetRows(
  bytes: Uint8Array,
  strings: readonly string[],
  tab: Tab,
  { headerAlone, mostRows }: { headerAlone: boolean; mostRows: number },
): void {
  const { file } = tab;
  const parser = new SaxesParser();
  let row: Cell[] = [];
  let rows = 0;
  let line = 0;
  let column = 0;
  let type = '';
  let value = '';
  let inValue = false;
  parser.on('opentag', ({ name: tag, attributes }) => {
    const name = local(tag);
    if (name === 'row') {
      row = [];
      column = -1;
      // Writers leave out empty rows: the number a row states keeps lines as the spreadsheet shows them.
      line = Math.max(line + 1, Math.min(MAX_ROWS, Number(attributes.r) || 0));
    } else if (name === 'c') {
      column = typeof attributes.r === 'string' ? columnOf(attributes.r) : column + 1;
      type = String(attributes.t ?? 'n');
      value = '';
    }
    // A formula (f) is never evaluated: the value stored beside it is read.
    inValue = name === 'v' || name === 't';
  });
  parser.on('text', (piece) => {
    if (inValue) value += piece;
  });
  parser.on('closetag', ({ name: tag }) => {
    const name = local(tag);
    if (name === 'v' || name === 't') inValue = false;
    if (name === 'c' && column >= MAX_COLUMNS) tab.tooWide = true;
    else if (name === 'c' && column >= 0) row[column] = cellOf(type, value, strings);
    if (name !== 'row' || (headerAlone && tab.hasHeader)) return;
    if (++rows > mostRows) {
      throw badInput({ file, expected: `at most ${mostRows} rows in ${tab.name}`, found: 'more' });
    }
    tab.add(line, row);
  });
  parse(bytes, { file, part: tab.name }, parser, () => headerAlone && tab.hasHeader);
}

/** Relations of a part by id: what kind they are of, and the part they lead to. */
function relationsOf(
  archive: Archive,
  part: string,
): Map<string, { type: string; target: string }> {
  const folder = posix.dirname(part);
  const bytes = archive.part(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const relations = new Map<string, { type: string; target: string }>();
  if (!bytes) return relations;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (local(name) !== 'Relationship') return;
    const target = String(attributes.Target);
    relations.set(String(attributes.Id), {
      type: String(attributes.Type ?? '').replace(/^.*\//, ''),
      target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
    });
  });
  parse(bytes, { file: archive.file, part: `the relations of ${printable(part, 60)}` }, parser);
  return relations;
}

/** The part a package calls its workbook, whatever its name; one that says nothing has it where Excel writes it. */
function workbookPart(archive: Archive): string | undefined {
  const root = [...relationsOf(archive, '').values()].find(({ type }) => type === 'officeDocument');
  if (root && archive.has(root.target)) return root.target;
  return archive.names.find((name) => /(^|\/)workbook[^/]*\.xml$/i.test(name));
}

/** An xlsx workbook whose tabs are read one by one. Formulas are not run; sizes are checked before unpacking. */
export class Workbook {
  private readonly archive: Archive;
  private readonly sheets = new Map<string, string>();
  private readonly stringsPart: string;
  private strings: string[] | undefined;

  constructor(archive: Archive) {
    this.archive = archive;
    const part = workbookPart(archive);
    const bytes = part === undefined ? undefined : archive.part(part);
    if (part === undefined || !bytes) {
      throw badInput({
        file: archive.file,
        expected: 'an xlsx workbook',
        found: 'a zip file without a workbook',
      });
    }
    const relations = relationsOf(archive, part);
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      if (local(name) !== 'sheet') return;
      // The prefix of the relation's id is the writer's choice.
      const id = Object.keys(attributes).find((key) => /:id$/i.test(key));
      const target = id === undefined ? undefined : relations.get(String(attributes[id]))?.target;
      if (target !== undefined) this.sheets.set(String(attributes.name), target);
    });
    parse(bytes, { file: archive.file, part: printable(part, 60) }, parser);
    const shared = [...relations.values()].find(({ type }) => type === 'sharedStrings');
    this.stringsPart = shared?.target ?? posix.join(posix.dirname(part), 'sharedStrings.xml');
  }

  get names(): string[] {
    return [...this.sheets.keys()];
  }

  /** The first row of a tab that is not blank. */
  titles(name: string): readonly string[] {
    return this.read(new Tab({ file: this.archive.file, name }), name, true).titles();
  }

  /** A tab with its wanted columns, or with all, under the name a reader gives it. */
  tab(name: string, as: string, wanted?: readonly string[]): Tab {
    return this.read(new Tab({ file: this.archive.file, name: as, wanted }), name, false);
  }

  private read(tab: Tab, sheet: string, headerAlone: boolean): Tab {
    const bytes = this.archive.part(this.sheets.get(sheet) ?? '');
    this.strings ??= sharedStrings(this.archive.part(this.stringsPart), this.archive.file);
    const likely = Math.max(ROWS_OF_ANY, Math.floor(this.archive.size / PACKED_BYTES_PER_ROW));
    const mostRows = Math.min(MAX_ROWS, likely);
    if (bytes) sheetRows(bytes, this.strings, tab, { headerAlone, mostRows });
    return tab;
  }
}
