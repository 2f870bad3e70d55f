import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { badInput, printable } from '../../errors.ts';
import { Tab } from './tab.ts';

/** Most bytes a part of a workbook may unpack to, and all of them together: a zip bomb ends here. */
const MAX_PART_BYTES = 512 * 2 ** 20;
const MAX_TOTAL_BYTES = 1024 * 2 ** 20;
const MAX_COLUMNS = 1024;
const MAX_ROWS = 10_000_000;

function unpack(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (
          !/^xl\/(workbook\.xml|sharedStrings\.xml|_rels\/.*|worksheets\/[^/]+\.xml)$/.test(name)
        ) {
          return false;
        }
        total += originalSize;
        if (originalSize > MAX_PART_BYTES || total > MAX_TOTAL_BYTES) {
          throw badInput({
            file,
            expected: `parts that unpack to at most ${MAX_PART_BYTES} bytes each and ${MAX_TOTAL_BYTES} in all`,
            found: `${printable(name, 60)} of ${originalSize}`,
            hint: 'This may be a zip bomb; export fewer tabs if it is not.',
          });
        }
        return true;
      },
    });
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode !== undefined) throw error;
    throw badInput({
      file,
      expected: 'an xlsx workbook',
      found: `no whole zip file (${(error as Error).message})`,
    });
  }
}

function parse(bytes: Uint8Array, file: string, part: string, parser: SaxesParser): void {
  parser.on('error', (error) => {
    throw badInput({
      file,
      expected: `well-formed XML in ${part}`,
      found: printable(error.message, 120),
    });
  });
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += 1 << 16) {
    parser.write(decoder.decode(bytes.subarray(at, at + (1 << 16)), { stream: true }));
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
    if (name === 'si') strings.push(text);
  });
  parse(bytes, file, 'sharedStrings.xml', parser);
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

function sheetRows(bytes: Uint8Array, strings: readonly string[], file: string, tab: Tab): void {
  const parser = new SaxesParser();
  let row: string[] = [];
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
    if (name === 'c' && column >= 0 && column < MAX_COLUMNS) {
      row[column] = type === 's' ? (strings[Number(value)] ?? '') : value;
    }
    if (name !== 'row') return;
    if (++rows > MAX_ROWS) {
      throw badInput({
        file,
        expected: `at most ${MAX_ROWS} rows in ${tab.name}`,
        found: 'more',
      });
    }
    tab.add(line, row);
  });
  parse(bytes, file, tab.name, parser);
}

/** The wanted tabs of an xlsx workbook, by name. Formulas are not run; sizes are checked before unpacking. */
export function readWorkbook(
  bytes: Uint8Array,
  file: string,
  wanted: Readonly<Record<string, readonly string[]>>,
): Map<string, Tab> {
  const parts = unpack(bytes, file);
  const workbook = parts['xl/workbook.xml'];
  const relations = parts['xl/_rels/workbook.xml.rels'];
  if (!workbook || !relations) {
    throw badInput({
      file,
      expected: 'an xlsx workbook',
      found: 'a zip file without xl/workbook.xml',
    });
  }
  const targets = new Map<string, string>();
  const relationParser = new SaxesParser();
  relationParser.on('opentag', ({ name, attributes }) => {
    if (local(name) === 'Relationship')
      targets.set(String(attributes.Id), String(attributes.Target));
  });
  parse(relations, file, 'workbook.xml.rels', relationParser);
  const sheets: [string, string][] = [];
  const workbookParser = new SaxesParser();
  workbookParser.on('opentag', ({ name, attributes }) => {
    if (local(name) === 'sheet')
      sheets.push([String(attributes.name), targets.get(String(attributes['r:id'])) ?? '']);
  });
  parse(workbook, file, 'workbook.xml', workbookParser);
  const strings = sharedStrings(parts['xl/sharedStrings.xml'], file);
  const tabs = new Map<string, Tab>();
  for (const [name, target] of sheets) {
    if (!Object.hasOwn(wanted, name)) continue;
    const path = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
    const sheet = parts[path];
    if (!sheet) continue;
    const tab = new Tab(name, wanted[name]!);
    sheetRows(sheet, strings, file, tab);
    tabs.set(name, tab);
  }
  return tabs;
}
