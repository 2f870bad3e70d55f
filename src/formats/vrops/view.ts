import { group, lastOf, nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';

/**
 * A view of VMware Aria Operations (vRealize Operations) as CSV: a row an object, or an object and hour. Titles are
 * `Object|Group|Metric (unit)|Avg`, or labels somebody chose; values may carry a unit of their own.
 */
export type ViewSubject = 'machine' | 'host' | 'cluster';

const subjects: Readonly<Record<string, ViewSubject>> = {
  vm: 'machine',
  'virtual machine': 'machine',
  host: 'host',
  'host system': 'host',
  cluster: 'cluster',
  'cluster compute resource': 'cluster',
};

const HOW = new Set([
  'avg',
  'average',
  'max',
  'maximum',
  'min',
  'minimum',
  'last',
  'current',
  'sum',
  'first',
]);

export interface ViewColumn {
  title: string;
  place: number;
  /** Group and metric, lower case, without unit: `cpu|demand`. */
  metric: string;
  /** Of the title; empty where it prints none. */
  unit: string;
  /** How the hour was summed up: avg, max, last …; empty where the title does not say. */
  how: string;
}

/** What the columns of a view are; undefined for a table that is none. */
export interface ViewShape {
  subject: ViewSubject;
  columns: ViewColumn[];
  name: number;
  /** Place of the column of hours, where there is one. */
  hour: number | undefined;
}

const tidy = (title: string) => title.replace(/^\ufeff/, '').trim();

function columnOf(
  raw: string,
  place: number,
): { column: ViewColumn; subject: ViewSubject | undefined } {
  const parts = tidy(raw)
    .split('|')
    .map((part) => part.trim());
  const how =
    parts.length > 1 && HOW.has(lastOf(parts).toLowerCase()) ? parts.pop()!.toLowerCase() : '';
  const key = nth(parts, 0).toLowerCase();
  const subject = parts.length > 1 && Object.hasOwn(subjects, key) ? subjects[key] : undefined;
  if (subject) parts.shift();
  const unit = /\(([^()]*)\)\s*$/.exec(parts.at(-1) ?? '')?.[1] ?? '';
  const metric = parts
    .join('|')
    .replace(/\([^()]*\)\s*$/, '')
    .trimEnd()
    .toLowerCase();
  return { column: { title: tidy(raw), place, metric, unit, how }, subject };
}

export function viewShape(titles: readonly string[]): ViewShape | undefined {
  const plain = titles.map((title) => tidy(title).toLowerCase());
  const name = plain.indexOf('name');
  const parsed = titles.map(columnOf);
  const said = parsed.map(({ subject }) => subject).filter((subject) => subject !== undefined);
  if (name < 0 || said.length === 0) return undefined;
  const hour = plain.indexOf('interval breakdown');
  const columns = parsed
    .map(({ column }) => column)
    .filter(({ place }) => place !== name && place !== hour);
  return { subject: nth(said, 0), columns, name, hour: hour < 0 ? undefined : hour };
}

/** Column of a metric summed up in the first of `hows` there is; `''` stands for a title that does not say how. */
export function findColumn(
  shape: ViewShape,
  metric: RegExp,
  ...hows: string[]
): ViewColumn | undefined {
  for (const how of hows) {
    const found = shape.columns.find(
      (column) =>
        metric.test(column.metric) &&
        column.how.startsWith(how) &&
        (how !== '' || column.how === ''),
    );
    if (found) return found;
  }
  return undefined;
}

/** MHz and MiB of one unit; a title without one means MHz and MB. Sizes are binary. */
const scales: Readonly<Record<string, number>> = {
  '': 1,
  mhz: 1,
  ghz: 1e3,
  khz: 1e-3,
  hz: 1e-6,
  kb: 1 / 1024,
  kib: 1 / 1024,
  mb: 1,
  mib: 1,
  gb: 1024,
  gib: 1024,
  tb: 2 ** 20,
  tib: 2 ** 20,
  '%': 1,
  vcpus: 1,
  vcpu: 1,
  cpus: 1,
  cores: 1,
};

const VALUE = /^([\d.,]{1,24})\s*([A-Za-z%]*)$/;
/** At most so many digits as no amount has; none is negative. */
const ENGLISH = /^(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,9})?$/;

/** A value in MHz, MiB, per cent or a count; undefined for what is missing, which is written as nothing or a dash. */
export function viewValue(
  text: string,
  column: ViewColumn,
  at: { file: string; line: number },
): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '-') return undefined;
  const match = VALUE.exec(trimmed);
  const unit = (match?.[2] || column.unit).toLowerCase();
  if (!match || !ENGLISH.test(group(match, 1)) || !Object.hasOwn(scales, unit)) {
    throw badInput({
      ...at,
      expected: `a number such as 1,546.6 for ${printable(column.title, 80)}`,
      found: `"${printable(trimmed, 40)}"`,
      hint: 'Export the view with the language of the interface set to English.',
    });
  }
  return Number(group(match, 1).replaceAll(',', '')) * scales[unit]!;
}
