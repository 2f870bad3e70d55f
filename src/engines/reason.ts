import { printable } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ERR_WORKER_OUT_OF_MEMORY: 'its worker ran out of memory',
};

/** Why a job broke what ran it, on one line. */
export function reasonOf(error: unknown): string {
  const { code, name, message, stack } = error as NodeJS.ErrnoException;
  const where = stack?.split('\n').find((line) => /^ +at /.test(line));
  const known = reasons[code ?? ''];
  return known ?? printable(`${name}: ${message}${where ? ` (${where.trim()})` : ''}`, 400);
}
