import { hostById } from '../hosts/index.ts';
import type { TaskInputs } from './study.ts';

const none = async (): Promise<never> => {
  throw new Error('a scenario without files');
};

/** Inputs of tasks that read no file. */
export const withoutFiles: TaskInputs = {
  seed: 1,
  host: hostById,
  words: none,
  images: none,
  blockTrace: none,
};
