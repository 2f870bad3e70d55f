import { type Stats, statSync } from 'node:fs';
import { badInput, printable, UserError } from '../errors.ts';

/** The ways to name a pipe this process was given: its writer is there, and it ends. */
const ownPipe = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/;

function kindOf(info: Stats): string {
  if (info.isDirectory()) return 'a directory';
  if (info.isFIFO()) return 'a named pipe';
  if (info.isSocket()) return 'a socket';
  return 'a device';
}

/**
 * What may be read where a file is expected: a regular file, or a pipe handed to this process (`/dev/stdin`,
 * `<(command)`). Everything else is refused before it is opened: a named pipe without a writer would wait for ever, a
 * device such as /dev/zero never ends.
 */
export function checkInput(path: string): Stats {
  const info = statSync(path);
  if (info.isFile() || (info.isFIFO() && ownPipe.test(path))) return info;
  if (info.isDirectory()) {
    throw new UserError(printable(`${path}: expected a file, found a directory.`));
  }
  throw badInput({
    file: path,
    expected: 'a file',
    found: kindOf(info),
    ...(info.isFIFO() ? { hint: 'Give a pipe as /dev/stdin, or write it to a file first.' } : {}),
  });
}

/** Options of a stream over `path` that ends where the file ends now: a file that grows meanwhile would never. */
export function boundedStream(path: string): { end?: number } {
  const info = checkInput(path);
  // Files of /proc state no size.
  return info.isFile() && info.size > 0 ? { end: info.size - 1 } : {};
}
