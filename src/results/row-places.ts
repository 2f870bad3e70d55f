import type { Column, Row } from '../studies/column.ts';
import { PackedRows, plainRow } from './packed-rows.ts';

/** From so many rows on a table is packed: below, it is small as it is. */
export const PACKED_FROM = 20_000;

/** Rows of a study by their place in its matrix, while they come in. */
export interface RowPlaces {
  set(position: number, row: Row): void;
  /** Those that came, by place. */
  rows(): Row[];
}

class PlainPlaces implements RowPlaces {
  private readonly places: (Row | undefined)[];
  constructor(count: number) {
    this.places = new Array(count);
  }
  set(position: number, row: Row): void {
    this.places[position] = plainRow(row);
  }
  rows(): Row[] {
    return this.places.filter((row): row is Row => row !== undefined);
  }
}

/** Room for `count` rows; rows of many are packed and may go to a file in `folder`. */
export const rowPlaces = (
  columns: readonly Column[],
  count: number,
  folder: string,
  packedFrom: number,
): RowPlaces =>
  count < packedFrom ? new PlainPlaces(count) : new PackedRows(columns, count, folder);
