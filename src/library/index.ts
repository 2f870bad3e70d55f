/**
 * virtcost as a library: the pure core, on this thread, in Node, workers and browsers. `virtcost/node` adds files and
 * worker threads. What is exported here and in `virtcost/node` follows semantic versioning (CONTRIBUTING.md).
 */
export { UserError } from '../errors.ts';
export { hosts } from '../hosts/index.ts';
export { techniques } from '../techniques/compositions.ts';
export { version } from '../version.ts';
export { type PlanHost, type PlanQuestion, type PlanVm, plan } from './plan.ts';
export { type MigrationQuestion, predictMigration } from './predict-migration.ts';
export { type PriceQuestion, price } from './price.ts';
export { type BlockOperation, type BlocksQuestion, replayBlocks } from './replay-blocks.ts';
export { runScenario, type ScenarioResult } from './run-scenario.ts';
export { type SharedPages, sharePages } from './share-pages.ts';
export { type TranslateQuestion, translate } from './translate.ts';
