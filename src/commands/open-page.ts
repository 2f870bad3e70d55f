import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { EnvironmentError } from '../errors.ts';

/** Pages this command wrote, for --open. */
export const writtenPages: string[] = [];

/** What opens a file in the program its user chose for it, by operating system. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};
const elsewhere = ['xdg-open', 'wslview'];

function inPath(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The program that opens pages here. Throws EnvironmentError where there is none, before anything is computed. */
export function openerOf(
  platform: string = process.platform,
  path = process.env.PATH ?? '',
): string {
  const programs = openers[platform] ?? elsewhere;
  for (const program of programs) {
    const found = inPath(program, path);
    if (found !== undefined) return found;
  }
  throw new EnvironmentError(
    `--open: there is no program to open pages with (${programs.join(', ')}) here. Leave --open away and open the page yourself.`,
  );
}

/** Opens a page and does not wait for it to be closed. */
export function openPage(opener: string, page: string): void {
  spawn(opener, [resolve(page)], { detached: true, stdio: 'ignore' }).unref();
}
