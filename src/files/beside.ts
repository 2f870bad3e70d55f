import { dirname, isAbsolute, join } from 'node:path';

/** A path that a file names, which is beside the file where it does not begin at the root. */
export const beside = (file: string, path: string): string =>
  isAbsolute(path) ? path : join(dirname(file), path);
