/** What the library adds where there are files and threads. */

export { readInventory } from '../formats/inventory/index.ts';
export * from '../library/index.ts';
export { readTrace } from './read-trace.ts';
export { type RunOptions, runScenarioFile } from './run-scenario-file.ts';
