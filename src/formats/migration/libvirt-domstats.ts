import { badInput } from '../../errors.ts';
import { wholeOf } from './amounts.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const numbers = new Set([
  'dirtyrate.calc_period',
  'dirtyrate.megabytes_per_second',
  'balloon.maximum',
]);

/** `virsh domstats --dirtyrate` (and `--balloon` for the size): KEY=VALUE lines of one domain, as often as taken. */
export function readDomstats(text: string, file: string): MigrationInput {
  const input = emptyInput('libvirt-domstats');
  const names = new Set(
    [...text.matchAll(/^[ \t]*Domain:[ \t]*(.{0,200})/gm)].map(([, name]) => name),
  );
  if (names.size > 1) {
    const found = `${names.size} domains`;
    throw badInput({ file, expected: 'the statistics of one domain', found });
  }
  let period: number | undefined;
  let exact = false;
  for (const [i, line] of text.split('\n').entries()) {
    // libvirt writes the mode in front of the rate, and older ones, which only sample, not at all.
    if (/^\s*Domain:/.test(line)) exact = false;
    const match = /^\s*([a-z0-9_.-]{1,100})=(.*)$/i.exec(line);
    if (!match) continue;
    const [, key, word] = match as unknown as [string, string, string];
    if (key === 'dirtyrate.calc_mode') exact = word.trim() !== 'page-sampling';
    if (!numbers.has(key)) continue;
    const value = wholeOf(word);
    if (value === undefined) {
      const found = `"${word.slice(0, 60)}"`;
      throw badInput({ file, line: i + 1, expected: 'a whole number', found });
    }
    if (key === 'balloon.maximum') input.ramBytes = value * 1024;
    else if (key === 'dirtyrate.calc_period') period = value;
    else if (period !== undefined && period > 0) {
      input.readings.push({ calcTimeS: period, mibPerS: value, samplePages: exact ? null : 512 });
    }
  }
  if (input.readings.length === 0) {
    throw badInput({
      file,
      expected: 'dirtyrate.calc_period and dirtyrate.megabytes_per_second',
      found: 'no finished dirty-rate reading',
      hint: 'Run "virsh domdirtyrate-calc DOMAIN --seconds 1" first.',
    });
  }
  return input;
}
