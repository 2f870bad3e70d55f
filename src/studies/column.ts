/** A column of a study's result file; a list of them gives its rows their type, see `RowOf`. */
export interface Column<
  Name extends string = string,
  Type extends 'STRING' | 'DOUBLE' | 'INT32' = 'STRING' | 'DOUBLE' | 'INT32',
> {
  name: Name;
  type: Type;
  unit: string;
  description: string;
  /** True where a cell may have no value: what does not exist under its technique. */
  nullable?: true;
  /** What files hold that were written before the column existed; without it they are refused. */
  absent?: string | number | null;
}

/** One case of any study: one row of its result file. */
export type Row = Record<string, string | number | null>;

type Nullable = { nullable: true };
type CellOf<C extends Column> = C['type'] extends 'STRING'
  ? string
  : C extends Nullable
    ? number | null
    : number;

/** One case of the study with these columns: a column that is missing or misspelled does not compile. */
export type RowOf<Columns extends readonly Column[]> = {
  [C in Columns[number] as C['name']]: CellOf<C>;
};

/** A row as a study makes it: without the id, which whoever stores it adds. */
export type CaseOf<R> = Omit<R, 'case_id'>;

export const text = <Name extends string>(
  name: Name,
  description: string,
): Column<Name, 'STRING'> => ({
  name,
  type: 'STRING',
  unit: '',
  description,
});

export const number = <Name extends string>(
  name: Name,
  unit: string,
  description: string,
): Column<Name, 'DOUBLE'> => ({
  name,
  type: 'DOUBLE',
  unit,
  description,
});

/** A number that does not exist in every cell. */
export const maybe = <Name extends string>(
  name: Name,
  unit: string,
  description: string,
): Column<Name, 'DOUBLE'> & Nullable => ({
  ...number(name, unit, description),
  nullable: true,
});

/** A number with the ends of its interval. */
export const interval = <Name extends string>(name: Name, unit: string, description: string) =>
  [
    maybe(name, unit, description),
    maybe<`${Name}_low`>(`${name}_low`, unit, `low end of ${name}`),
    maybe<`${Name}_high`>(`${name}_high`, unit, `high end of ${name}`),
  ] as const;

/** A number results had no column for at first, which is then none. */
export const young = <Name extends string>(name: Name, unit: string, description: string) => ({
  ...maybe(name, unit, description),
  absent: null,
});

export const youngInterval = <Name extends string>(
  name: Name,
  unit: string,
  description: string,
) => {
  const [value, low, high] = interval(name, unit, description);
  return [
    { ...value, absent: null },
    { ...low, absent: null },
    { ...high, absent: null },
  ] as const;
};

export const caseId = text('case_id', 'content hash of the case: inputs, seed, model version');
