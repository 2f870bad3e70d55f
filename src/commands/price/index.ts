import type { Command } from 'commander';
import { priceInterrupts, pricePlacement, priceSensitive } from './cpu.ts';
import { priceDesktops, priceLevels, priceLibrary } from './levels.ts';

/** Parts of `virtcost price`, each an answer of its own. A new part is one function and one line. */
export const priceParts: readonly ((price: Command) => void)[] = [
  priceLevels,
  priceSensitive,
  pricePlacement,
  priceInterrupts,
  priceLibrary,
  priceDesktops,
];
