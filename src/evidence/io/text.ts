import { present } from '../../elements.ts';

const factors: Record<string, number> = { B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** First size in a text after `before`: "64 KiB" after "cluster" is 65536. Undefined if none. */
export function sizeIn(text: string, before = ''): number | undefined {
  const found = new RegExp(`${before}\\s*(\\d+(?:\\.\\d+)?)\\s*([KMGT]?)(?:i?B)?\\b`).exec(text);
  return found ? Number(found[1]) * present(factors[found[2] || 'B']) : undefined;
}

/** First number matched by the first group of `pattern`. */
export function numberIn(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text);
  return found ? Number(found[1]) : undefined;
}
