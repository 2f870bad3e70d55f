/** A column of a study's result file. */
export interface Column {
  name: string;
  type: 'STRING' | 'DOUBLE' | 'INT32';
  unit: string;
  description: string;
  /** True where a cell may have no value: what does not exist under its technique. */
  nullable?: true;
  /** What files hold that were written before the column existed; without it they are refused. */
  absent?: string | number;
}

/** One case of a study: one row of its result file. */
export type Row = Record<string, string | number | null>;

export const text = (name: string, description: string): Column => ({
  name,
  type: 'STRING',
  unit: '',
  description,
});

export const number = (name: string, unit: string, description: string): Column => ({
  name,
  type: 'DOUBLE',
  unit,
  description,
});

/** A number that does not exist in every cell. */
export const maybe = (name: string, unit: string, description: string): Column => ({
  ...number(name, unit, description),
  nullable: true,
});

/** A number with the ends of its interval. */
export const interval = (name: string, unit: string, description: string): Column[] => [
  maybe(name, unit, description),
  maybe(`${name}_low`, unit, `low end of ${name}`),
  maybe(`${name}_high`, unit, `high end of ${name}`),
];

export const caseId = text('case_id', 'content hash of the case: inputs, seed, model version');
