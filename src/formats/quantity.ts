/** Suffixes of Kubernetes quantities: thousandths, powers of ten, powers of two. */
const suffixes: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

const QUANTITY = /^\+?(\d{1,16}(?:\.\d{0,9})?|\.\d{1,9})(?:[eE](\d{1,2})|([kMGTPm]|[KMGTP]i))?$/;

/** A Kubernetes quantity such as 64Mi, 500m, 1e9 or 2; undefined for what is none, and for a negative one. */
export function parseQuantity(text: string): number | undefined {
  const match = QUANTITY.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * 10 ** Number(match[2] ?? 0) * suffixes[match[3] ?? '']!;
}
