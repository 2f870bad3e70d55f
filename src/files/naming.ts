import { UserError } from '../errors.ts';

/** Runs what works with the values of a file: what it finds wrong with them is told with the file before it. */
export function naming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError) || error.message.startsWith(file)) throw error;
    throw new UserError(`${file}: ${error.message}`);
  }
}
