import { type ViewColumn, viewValue } from './view.ts';

/** A running mean, the highest value, and the last there was. */
export class Series {
  private sum = 0;
  private count = 0;
  last: number | undefined;
  highest: number | undefined;

  add(value: number | undefined): void {
    if (value === undefined) return;
    this.last = value;
    this.highest = Math.max(value, this.highest ?? value);
    this.sum += value;
    this.count++;
  }

  get mean(): number | undefined {
    return this.count === 0 ? undefined : this.sum / this.count;
  }
}

/** Columns of a view by what they are for; undefined where the view lacks one. */
export type Reading = Readonly<Record<string, ViewColumn | undefined>>;

export interface ObjectReadings {
  rows: number;
  numbers: Record<string, Series>;
  texts: Record<string, string>;
}

/** Numbers and texts of each object of a view over its hours. */
export class Readings {
  readonly objects = new Map<string, ObjectReadings>();
  private readonly numbers: Reading;
  private readonly texts: Reading;

  constructor(numbers: Reading, texts: Reading) {
    this.numbers = numbers;
    this.texts = texts;
  }

  /** Titles of the columns that are read. */
  get used(): ReadonlySet<string> {
    const columns = [...Object.values(this.numbers), ...Object.values(this.texts)];
    return new Set(columns.flatMap((column) => (column ? [column.title] : [])));
  }

  add(name: string, cells: readonly string[], at: { file: string; line: number }): void {
    const object = this.objects.get(name) ?? { rows: 0, numbers: {}, texts: {} };
    this.objects.set(name, object);
    object.rows++;
    for (const [key, column] of Object.entries(this.numbers)) {
      if (!column) continue;
      object.numbers[key] ??= new Series();
      object.numbers[key].add(viewValue(cells[column.place] ?? '', column, at));
    }
    for (const [key, column] of Object.entries(this.texts)) {
      const text = column ? (cells[column.place] ?? '').trim() : '';
      // States are written when they change; a dash stands for "as before".
      if (text !== '' && text !== '-') object.texts[key] = text;
    }
  }
}
