import { type FrameCost, frameCost } from './levels.ts';
import { ntsyncGames } from './ntsync-games.ts';

/** A game before and after synchronisation moved into the kernel, frames a second, and what its calls cost. */
export interface GameFrames {
  before: number;
  after: number;
  source: string;
  cost: FrameCost;
}

/** What calls to the server cost the games of the ntsync table. */
export const gameFrames = (): GameFrames[] =>
  ntsyncGames.map((game) => ({ ...game, cost: frameCost(game.before, game.after) }));
