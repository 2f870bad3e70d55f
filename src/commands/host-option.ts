import { Option } from 'commander';
import { currentId } from '../hosts/earlier-ids.ts';

/** The host most answers are given for, where none is named: the machine most of its steps were measured on. */
export const defaultHost = currentId('srv');

/** `--host`: a profile by id, wildcard or file, read by `hostFrom`; help says what each built-in one is. */
export const hostOption = (what = 'host profile', id = defaultHost): Option =>
  new Option('--host <host>', `${what}: id, wildcard, or JSON file`).default(id);
