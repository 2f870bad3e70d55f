/** Addresses are whole names: their first part says nothing about the host. */
export const isAddress = (name: string): boolean =>
  /^[\d.]+(:\d+)?$/.test(name) || /^[^.]*:[^.]*:/.test(name);

export const labelsOf = (name: string): string[] => name.toLowerCase().split('.');

/** One name with its domain, the other without, or with less of it. */
export function isShortOf(a: string, b: string): boolean {
  const [x, y] = [labelsOf(a), labelsOf(b)];
  return x.slice(0, y.length).every((label, i) => label === y[i]);
}
