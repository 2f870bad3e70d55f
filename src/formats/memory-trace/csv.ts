import { parse as parseSync } from 'csv-parse/sync';
import { nth, num } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { withoutStacks } from '../../files/ragged-csv.ts';
import { traceKinds } from '../../trace-word.ts';
import { parseBytes } from '../../units.ts';
import { addressOf, hexAddress } from './address.ts';
import { TraceHints } from './hints.ts';
import { lineBatches, WordBuffer } from './lines.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';

type Role = 'address' | 'kind' | 'page' | 'process';
type Columns = Partial<Record<Role, number>>;

const names: Record<Role, RegExp> = {
  address: /^(addr|address|vaddr|va|gva|virtual[ _-]?address|data[ _-]?address)$/i,
  kind: /^(kind|type|op|operation|access|rw|r\/w|mode|is_?write|write)$/i,
  page: /^(page[ _-]?size|data[ _-]?page[ _-]?size)$/i,
  process: /^(pid|process|asid)$/i,
};
const { load, store, modify } = traceKinds;
const kinds: Record<string, number> = {
  '': load,
  '0': load,
  '1': store,
  '2': modify,
  r: load,
  l: load,
  read: load,
  load,
  false: load,
  w: store,
  s: store,
  write: store,
  store,
  true: store,
  m: modify,
  rw: modify,
  modify,
};
const MAX_DIGITS = 20;
const LIMIT = 1n << 64n;

/** 0x-prefixed hexadecimal or decimal; -1 when it is neither or canonical nowhere. */
export function csvAddress(text: string): number {
  if (/^0x/i.test(text)) return hexAddress(text.slice(2));
  if (!/^\d+$/.test(text) || text.length > MAX_DIGITS) return -1;
  const value = BigInt(text);
  if (value >= LIMIT) return -1;
  return addressOf(Number(value & 0xffff_ffffn), Number(value >> 32n));
}

function rows(lines: readonly string[]): string[][] {
  const options = {
    delimiter: [',', ';', '\t'],
    ...{ trim: true, relax_column_count: true, skip_empty_lines: true },
  };
  return withoutStacks(() => parseSync(lines.join('\n'), options));
}

/** Columns of the first row: of a header by their names, without one address and then kind. */
function columnsOf(row: readonly string[]): { columns: Columns; header: boolean } | undefined {
  const columns: Columns = {};
  for (const [role, pattern] of Object.entries(names) as [Role, RegExp][]) {
    const at = row.findIndex((cell) => pattern.test(cell));
    if (at >= 0) columns[role] = at;
  }
  if (columns.address !== undefined) return { columns, header: true };
  if (csvAddress(row[0] ?? '') < 0) return undefined;
  const second = row[1]?.toLowerCase();
  const known = second !== undefined && Object.hasOwn(kinds, second);
  if (second !== undefined && !known) return undefined;
  return { columns: known ? { address: 0, kind: 1 } : { address: 0 }, header: false };
}

const told = (text: string) => text.trim() !== '' && !text.trimStart().startsWith('#');

/** Addresses in comma-, semicolon- or tab-separated text, with or without a header. */
export const csv: MemoryTraceFormat = {
  id: 'csv',
  title: 'CSV of addresses (0x hexadecimal or decimal), optionally kind, page_size, pid',
  sniff(head) {
    if (head.includes(0)) return false;
    const text = new TextDecoder('latin1').decode(head);
    const line = text.split(/\r?\n/).find(told);
    if (line === undefined || line.length > 4096 || line.includes('"')) return false;
    const first = rows([line])[0];
    return first !== undefined && columnsOf(first) !== undefined;
  },
  async *read(chunks, file, hints = new TraceHints()) {
    let columns: Columns | undefined;
    let number = 0;
    const buffer = new WordBuffer();
    for await (const lines of lineBatches(chunks, file)) {
      for (let from = 0; from < lines.length; from += 1024) {
        const some = lines.slice(from, from + 1024);
        const lineOf = some.flatMap((text, at) => (told(text) ? [number + at + 1] : []));
        // One record a line, parsed in one call for speed: a quoted line end is refused.
        const cells = parsed(some.filter(told), file, number);
        if (cells.length !== lineOf.length) {
          throw badInput({
            file,
            line: number + 1,
            expected: 'one record a line',
            found: 'others',
          });
        }
        number += some.length;
        let start = 0;
        if (columns === undefined && cells.length > 0) {
          const found = columnsOf(nth(cells, 0));
          if (found === undefined)
            throw bad(file, num(lineOf, 0), nth(cells, 0), 'a header or an address');
          columns = found.columns;
          hints.kindsStated = columns.kind !== undefined;
          start = found.header ? 1 : 0;
        }
        if (columns === undefined) continue;
        for (let i = start; i < cells.length; i++) {
          readRow(nth(cells, i), columns, { file, line: num(lineOf, i) }, hints, buffer);
        }
      }
      const words = buffer.take();
      if (words.length > 0) yield words;
    }
  },
};

function bad(file: string, line: number, row: readonly string[], expected: string) {
  return badInput({ file, line, expected, found: JSON.stringify(row.join(',').slice(0, 60)) });
}

function parsed(lines: readonly string[], file: string, before: number): string[][] {
  try {
    return rows(lines);
  } catch (error) {
    const { lines: line = 1, message } = error as Error & { lines?: number };
    throw badInput({ file, line: before + line, expected: 'CSV', found: message });
  }
}

function readRow(
  row: readonly string[],
  columns: Columns,
  { file, line }: { file: string; line: number },
  hints: TraceHints,
  buffer: WordBuffer,
): void {
  const cell = (role: Role) => (columns[role] === undefined ? undefined : row[columns[role]]);
  const address = csvAddress(cell('address') ?? '');
  if (address < 0) throw bad(file, line, row, 'an address (0x hexadecimal or decimal)');
  let kind = 0;
  if (columns.kind !== undefined) {
    const text = cell('kind')?.toLowerCase();
    if (text === undefined || !Object.hasOwn(kinds, text)) {
      throw bad(file, line, row, 'a kind such as R, W, load, store, modify');
    }
    kind = kinds[text]!;
  }
  const process = cell('process');
  if (process) {
    if (!/^\d{1,10}$/.test(process)) throw bad(file, line, row, 'a process number');
    if (!hints.wants(Number(process))) return;
  } else if (!hints.wants(undefined)) return;
  const page = cell('page');
  if (page) {
    const bytes = parseBytes(page);
    if (bytes === undefined) throw bad(file, line, row, 'a page size such as 4K');
    hints.page(bytes, address);
  }
  buffer.push(address, kind, hints.space);
}
