import { Option } from 'commander';
import { currentId } from '../hosts/earlier-ids.ts';
import { hosts } from '../hosts/index.ts';

/** The host most answers are given for, where none is named: the machine most of its steps were measured on. */
export const defaultHost = currentId('srv');

/** `--host`: a profile by id, wildcard or file, read by `hostFrom`; help says what each built-in one is. */
export const hostOption = (what = 'host profile', id = defaultHost): Option =>
  new Option('--host <host>', `${what}: id, wildcard, or JSON file`).default(id);

/** Every built-in profile with what it is, a line each. */
export function hostLines(): string[] {
  const width = Math.max(...hosts.map(({ id }) => id.length));
  return hosts.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`);
}
