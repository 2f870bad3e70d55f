import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { group } from '../elements.ts';
import { badInput, printable, UserError } from '../errors.ts';
import { checkInput } from '../files/check-input.ts';
import { readFailure } from '../files/read-input.ts';

/** A snapshot of /sys/kernel/mm/ksm: numbers by file name; advisor_mode is left as text. */
export interface KsmSnapshot {
  numbers: Record<string, number>;
  advisorMode: string | null;
}

const MAX_TEXT_BYTES = 4096;
const REQUIRED = ['pages_shared', 'pages_sharing', 'pages_unshared', 'pages_volatile'];

function fromText(path: string, text: string): KsmSnapshot {
  const snapshot: KsmSnapshot = { numbers: {}, advisorMode: null };
  for (const line of text.split('\n')) {
    const match = /^(?:.*\/)?([a-z_]{1,64})\s*[:= ]\s*(\S.*)$/.exec(line.trim());
    if (match) take(snapshot, group(match, 1), group(match, 2));
  }
  return checked(path, snapshot);
}

function take(snapshot: KsmSnapshot, name: string, text: string): void {
  if (name === 'advisor_mode')
    snapshot.advisorMode = /\[([^\s[\]]+)\]/.exec(text)?.[1] ?? text.trim();
  else if (/^-?\d{1,19}$/.test(text.trim())) snapshot.numbers[name] = Number(text);
}

function checked(path: string, snapshot: KsmSnapshot): KsmSnapshot {
  const missing = REQUIRED.filter((name) => snapshot.numbers[name] === undefined);
  if (missing.length > 0) {
    throw badInput({
      file: path,
      expected: 'the files of /sys/kernel/mm/ksm, or lines "NAME VALUE" of them',
      found: `no ${missing.join(', ')}`,
      hint: 'On a host: grep -H "" /sys/kernel/mm/ksm/* > snapshot.txt',
    });
  }
  return snapshot;
}

/** Reads a folder in the form of /sys/kernel/mm/ksm, or a text file of `NAME VALUE`, `NAME=VALUE`, `PATH/NAME:VALUE`. */
export function readKsmSnapshot(path: string): KsmSnapshot {
  try {
    if (!statSync(path).isDirectory()) {
      const info = statSync(path);
      // a device states no size and may never end
      if (info.isCharacterDevice() || info.size > 65_536) {
        throw new UserError(printable(`${path}: expected a snapshot of at most 64 KiB.`));
      }
      checkInput(path);
      return fromText(path, readFileSync(path, 'utf8'));
    }
    const snapshot: KsmSnapshot = { numbers: {}, advisorMode: null };
    for (const name of readdirSync(path).sort()) {
      const file = join(path, name);
      const info = statSync(file);
      if (!info.isFile() || info.size > MAX_TEXT_BYTES) continue;
      take(snapshot, name, readFileSync(file, 'utf8').trim());
    }
    return checked(path, snapshot);
  } catch (error) {
    throw readFailure(path, error);
  }
}
