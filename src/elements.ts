/**
 * Elements that are there. Each function throws where there is none, so a wrong index is seen where it happens
 * instead of as NaN in a result. There is one for each kind of array: V8 compiles an access for the kinds its
 * function has met, up to four, and one function for all of them would be slow in every loop.
 */
const ABSENT = 'a value that has to be there is missing: a fault of virtcost';

function missing(length: number, index: number): never {
  throw new RangeError(`no element ${index} in a list of ${length}: a fault of virtcost`);
}

/** Element of a list of anything but numbers. */
export function nth<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) missing(list.length, index);
  return element;
}

/** Element of a list of numbers. */
export function num(list: readonly number[], index: number): number {
  const element = list[index];
  if (element === undefined) missing(list.length, index);
  return element;
}

/** Element of a list of numbers of any kind; not for hot loops. */
export function anyNum(list: ArrayLike<number>, index: number): number {
  const element = list[index];
  if (element === undefined) missing(list.length, index);
  return element;
}

/** Last element of a list. */
export const lastOf = <T>(list: readonly T[]): T => nth(list, list.length - 1);

/** Group of a match that cannot be absent. */
export function group(match: readonly string[], index: number): string {
  const text = match[index];
  if (text === undefined) missing(match.length, index);
  return text;
}

export function f64(array: Float64Array, index: number): number {
  const element = array[index];
  if (element === undefined) missing(array.length, index);
  return element;
}

export function i32(array: Int32Array, index: number): number {
  const element = array[index];
  if (element === undefined) missing(array.length, index);
  return element;
}

export function u32(array: Uint32Array, index: number): number {
  const element = array[index];
  if (element === undefined) missing(array.length, index);
  return element;
}

export function u8(array: Uint8Array, index: number): number {
  const element = array[index];
  if (element === undefined) missing(array.length, index);
  return element;
}

/** `table[row][column]`, such as what a machine needs of a resource. */
export function cellAt(table: readonly Float64Array[], row: number, column: number): number {
  const list = table[row];
  if (list === undefined) missing(table.length, row);
  const element = list[column];
  if (element === undefined) missing(list.length, column);
  return element;
}

/** Adds to an element. */
export function addF64(array: Float64Array, index: number, value: number): void {
  array[index] = f64(array, index) + value;
}

/** Adds to an element. */
export function addI32(array: Int32Array, index: number, value: number): void {
  array[index] = i32(array, index) + value;
}

/** A value that has to be there: found, set before, or checked by the caller. */
export function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new RangeError(ABSENT);
  return value;
}
