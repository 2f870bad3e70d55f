export { seedRng } from '../lib/rng';
export {
  clearChunk,
  countDirty,
  harvest,
  harvestSummary,
  setPages,
  setRandom,
  testAndSetPages,
  testAndSetRandom,
  testAndSetSummary,
} from './bitmap';
export { pmlFlush, pmlWrites, protectedWrites, ringHarvest, ringWrites } from './logging';
export { runReplay, startReplay } from './replay';
