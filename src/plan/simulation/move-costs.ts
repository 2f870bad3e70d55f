import { moveCost } from '../operations/move-cost.ts';
import type { SimSettings } from './scenario.ts';

export interface SimMoveCost {
  totalS: number;
  /** The pause at its end, during which the machine gets nothing. */
  blackoutS: number;
  transferredGib: number;
  /** Share of its demand a machine does not get while it moves. */
  slowdown: number;
  /** Pre-copy alone does not finish: the machine stays where it is. */
  refused: boolean;
}

const MEGABYTES_PER_GIB = 1073.741824;
/** CloudSim's 10 % of a machine's CPU that a migration takes. */
const CLOUDSIM_SLOWDOWN = 0.1;

/** Cost of moving a machine by its memory; one look-up per size. */
export function moveCosts(settings: SimSettings): (memoryMib: number) => SimMoveCost {
  const known = new Map<number, SimMoveCost>();
  const costOf = (memoryMib: number): SimMoveCost => {
    if (settings.moveModel === 'ram-over-bandwidth') {
      // Half the link, memory in MB as CloudSim counts it.
      const totalS = memoryMib / ((settings.moves.linkGbit * 1000) / 16);
      return {
        totalS,
        blackoutS: 0,
        transferredGib: memoryMib / MEGABYTES_PER_GIB,
        slowdown: CLOUDSIM_SLOWDOWN,
        refused: false,
      };
    }
    const { verdict, totalS, blackoutMs, transferredGib } = moveCost(memoryMib, settings.moves);
    return {
      totalS,
      blackoutS: Math.min(totalS, blackoutMs / 1000),
      transferredGib,
      slowdown: 0,
      refused: verdict === 'never',
    };
  };
  return (memoryMib) => {
    const found = known.get(memoryMib) ?? costOf(memoryMib);
    known.set(memoryMib, found);
    return found;
  };
}
