import type { PartName } from '../results/part.ts';
import type { RunnableJob } from './engine.ts';

/** How a job names its part in the results folder. */
export const partOf = ({ study, hash, origin, task }: RunnableJob): PartName => ({
  ...{ study, hash },
  cases: task.cases.length,
  ids: origin ?? { hash, first: 0 },
});
