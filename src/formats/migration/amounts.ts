import { group } from '../../elements.ts';

const units: Record<string, number> = {
  b: 1,
  bytes: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  pib: 2 ** 50,
};

/** "300.000 MiB" or "1.1 GiB/s" in bytes; undefined when it is not a size below 2^53. */
export function bytesOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,16}(?:\.\d{1,9})?)\s*([a-z]+?)(?:\/s)?$/i.exec(text?.trim() ?? '');
  const unit = match ? units[group(match, 2).toLowerCase()] : undefined;
  if (!match || unit === undefined) return undefined;
  const value = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The whole number a text begins with; undefined where it begins with none. */
export function wholeOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,15})\b/.exec(text?.trim() ?? '');
  return match ? Number(match[1]) : undefined;
}
