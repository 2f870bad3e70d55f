import { Rng } from '../../rng.ts';

const shuffled = (rng: Rng, count: number): number[] => {
  const order: number[] = [];
  for (let i = 0; i < count; i++) {
    const j = rng.nextBelow(i + 1);
    order[i] = order[j] ?? i;
    order[j] = i;
  }
  return order;
};

/** Offsets of the lines of a ring in the order of their visit: what `layLines` links. */
export function lineRing(lines: number, seed: number): number[] {
  const rng = new Rng(seed);
  return shuffled(rng, Math.ceil(lines / 64)).flatMap((page) =>
    shuffled(rng, Math.min(64, lines - 64 * page)).map((line) => 4096 * page + 64 * line),
  );
}

/** The same of `layPages`. */
export function pageRing(pages: number, seed: number): number[] {
  return shuffled(new Rng(seed), pages).map((page) => 4096 * page + 64 * (page % 64));
}
