import type { Column, Row } from '../studies/column.ts';
import { PagedRecords } from './paged-records.ts';

/** Two words that no computed number has: a cell without a value. */
const NONE_LOW = 0x6e6f6e65;
const NONE_HIGH = 0x7ff86e6f;

/** The strings of a table, each once; what a row holds is its number, and 0 is none. */
class Texts {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [''];

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return number;
  }

  text = (number: number): string | null => (number === 0 ? null : (this.texts[number] ?? null));
}

const isHash = (text: string) => /^[0-9a-f]{16}$/.test(text);
const hex = (word: number) => word.toString(16).padStart(8, '0');

/** How the cells of a column stand in a record: 8 bytes from `at` on. */
interface Place {
  name: string;
  kind: 'number' | 'text' | 'hash';
  /** In doubles from the begin of the record. */
  at: number;
  nullable: boolean;
}

/**
 * Rows of a table in a few bytes a cell, kept in memory or in a file as there are many or few. What `rows` gives reads
 * its cells when they are asked for: it has the columns of a row as properties, but none of its own, so it is copied with
 * `plainRow` and not by spreading.
 */
export class PackedRows {
  private readonly places: readonly Place[];
  private readonly width: number;
  private readonly records: PagedRecords;
  private readonly texts = new Texts();
  private readonly filled: Uint8Array;
  private readonly View: new (
    record: number,
  ) => Row;

  constructor(
    columns: readonly Column[],
    count: number,
    folder: string,
    paging?: { pageBytes?: number; kept?: number },
  ) {
    this.places = columns.map(({ name, type, nullable = false }, at) => ({
      ...{ name, at, nullable },
      kind: type !== 'STRING' ? 'number' : name === 'case_id' ? 'hash' : 'text',
    }));
    this.width = columns.length;
    this.records = new PagedRecords(this.width, folder, paging);
    this.filled = new Uint8Array(count);
    this.View = this.viewClass();
  }

  /** Stores a row under its number; a row without a value its column has to have is a fault of its study. */
  set(record: number, row: Row): void {
    for (const place of this.places) this.put(record, place, row[place.name]);
    this.filled[record] = 1;
  }

  /** Stores the cells of one column under numbers from `from` on; a row is there when all of its columns are. */
  setColumn(name: string, from: number, cells: ArrayLike<unknown>): void {
    const place = this.places.find((one) => one.name === name);
    if (!place) return;
    for (let i = 0; i < cells.length; i++) this.put(from + i, place, cells[i] as Row[string]);
    this.filled.fill(1, from, from + cells.length);
  }

  private put(record: number, place: Place, value: Row[string] | undefined): void {
    const { name, kind, nullable } = place;
    if (value === undefined || (value === null && !nullable)) {
      throw new RangeError(`no ${name} in a row`);
    }
    const page = this.records.page(record);
    const at = (record % this.records.recordsPerPage) * this.width + place.at;
    if (value === null && kind === 'number') {
      page.words[2 * at] = NONE_LOW;
      page.words[2 * at + 1] = NONE_HIGH;
    } else if (kind === 'number') page.doubles[at] = value as number;
    else if (kind === 'text') {
      page.words[2 * at] = value === null ? 0 : this.texts.numberOf(String(value));
    } else if (isHash(String(value))) {
      page.words[2 * at] = Number.parseInt(String(value).slice(0, 8), 16);
      page.words[2 * at + 1] = Number.parseInt(String(value).slice(8), 16);
    } else throw new RangeError(`no hash in ${name}`);
    page.changed = true;
  }

  private cell(record: number, { kind, at: column }: Place): Row[string] {
    const { doubles, words } = this.records.page(record);
    const at = (record % this.records.recordsPerPage) * this.width + column;
    const low = words[2 * at] ?? 0;
    if (kind === 'text') return this.texts.text(low);
    const high = words[2 * at + 1] ?? 0;
    if (kind === 'hash') return hex(low) + hex(high);
    return low === NONE_LOW && high === NONE_HIGH ? null : (doubles[at] ?? null);
  }

  private viewClass(): new (record: number) => Row {
    const { places } = this;
    class View {
      readonly #record: number;
      constructor(record: number) {
        this.#record = record;
      }
      static recordOf = (view: View) => view.#record;
      toJSON(): Row {
        return Object.fromEntries(
          places.map(({ name }) => [name, (this as unknown as Row)[name] ?? null]),
        );
      }
    }
    for (const place of places) {
      const read = (view: View) => this.cell(View.recordOf(view), place);
      Object.defineProperty(View.prototype, place.name, {
        enumerable: true,
        get(this: View) {
          return read(this);
        },
      });
    }
    return View as unknown as new (
      record: number,
    ) => Row;
  }

  /** The rows that were set, by their numbers. */
  rows(): Row[] {
    const rows: Row[] = [];
    for (let record = 0; record < this.filled.length; record++) {
      if (this.filled[record] === 1) rows.push(new this.View(record));
    }
    return rows;
  }

  /** Gives the file back that rows went to; none can be read any more. */
  close(): void {
    this.records.close();
  }
}

/** A row with cells of its own, whether it was packed or not. */
export function plainRow(row: Row): Row {
  const packed = row as unknown as { toJSON?: () => Row };
  return typeof packed.toJSON === 'function' ? packed.toJSON() : row;
}
