import { UserError } from './errors.ts';

const binary: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `4GiB`, `64M`, `512 KB`, `4096`: bytes, binary multiples in every spelling. */
export function parseBytes(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*$/i.exec(text);
  const bytes = match ? Number(match[1]) * binary[match[2]!.toUpperCase()]! : Number.NaN;
  if (!Number.isSafeInteger(bytes)) {
    throw new UserError(`expected a size such as 4GiB or 64M, found "${text}".`);
  }
  return bytes;
}

/** A whole number of at least `least`, in plain digits or with an exponent (1e6). */
export function parseCount(text: string, least = 0): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UserError(`expected a whole number of at least ${least}, found "${text}".`);
  }
  return value;
}

/** `4 GiB`, `1.5 MiB`, `512 B`. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of Object.entries(binary).reverse()) {
    if (bytes >= size && size > 1) return `${Number((bytes / size).toPrecision(4))} ${unit}iB`;
  }
  return `${bytes} B`;
}
