/**
 * Elements that are there. Each function throws where there is none, so a wrong index is seen where it happens
 * instead of as NaN in a result. Typed arrays have a function per kind: V8 compiles an access for the kinds of
 * array its function has met, and one function for all of them would be slow in every loop.
 */
function missing(length: number, index: number): never {
  throw new RangeError(`no element ${index} in a list of ${length}: a fault of virtcost`);
}

/** Element of a list. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) missing(list.length, index);
  return element;
}

/** Last element of a list. */
export const last = <T>(list: ArrayLike<T>): T => at(list, list.length - 1);

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
export function cell(table: readonly Float64Array[], row: number, column: number): number {
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
