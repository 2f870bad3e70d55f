import { UserError } from '../errors.ts';
import type { Page } from '../report/page.ts';
import { version } from '../version.ts';
import { askedCommand } from './asked-command.ts';
import { onColdCode } from './cold-code.ts';
import { writtenPages } from './open-page.ts';

const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * The day a page is written, in UTC. Result files never hold it. SOURCE_DATE_EPOCH (seconds, as reproducible builds
 * have it) sets it, so that a page can be made again byte for byte.
 */
function dayOf(epoch: string | undefined): string {
  if (epoch !== undefined && !(/^\d{1,12}$/.test(epoch) && Number(epoch) <= LAST_SECOND))
    throw new UserError(`SOURCE_DATE_EPOCH: expected seconds since 1970, found "${epoch}".`);
  const now = epoch === undefined ? new Date() : new Date(1000 * Number(epoch));
  return now.toISOString().slice(0, 10);
}

/** Writes an answer as a page that says which command it answers and when; loads what draws only then. */
export async function writeAnswerPage(
  path: string,
  page: Page,
  command = askedCommand(),
): Promise<void> {
  const date = dayOf(process.env.SOURCE_DATE_EPOCH);
  await onColdCode(async () => {
    const { writePage } = await import('../report/page.ts');
    await writePage(path, page, { command, version, date });
  });
  writtenPages.push(path);
}
