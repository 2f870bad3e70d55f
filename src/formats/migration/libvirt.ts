import { badInput } from '../../errors.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const units: Record<string, number> = {
  b: 1,
  bytes: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** "300.000 MiB" in bytes; undefined when it is not a size below 2^53. */
function bytes(text: string | undefined): number | undefined {
  const match = /^(\d{1,16}(?:\.\d{1,9})?)\s*([a-z]+?)(?:\/s)?$/i.exec(text?.trim() ?? '');
  const unit = match ? units[match[2]!.toLowerCase()] : undefined;
  if (!match || unit === undefined) return undefined;
  const value = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(value) ? value : undefined;
}

function whole(text: string | undefined): number | undefined {
  const match = /^(\d{1,15})\b/.exec(text?.trim() ?? '');
  return match ? Number(match[1]) : undefined;
}

/** `virsh domjobinfo`, one block per look; blocks follow each other. */
export function readJobInfo(text: string, file: string): MigrationInput {
  const input = emptyInput('libvirt-jobinfo');
  const blocks = text.split(/^(?=Job type:)/m).filter((block) => block.includes('Job type:'));
  if (blocks.length === 0 || blocks.length > 10_000) {
    throw badInput({
      file,
      expected: '1 to 10000 blocks of domjobinfo',
      found: `${blocks.length}`,
    });
  }
  for (const block of blocks) {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    }
    const type = fields.get('Job type') ?? '';
    input.status = type;
    if (/^(none|completed)$/i.test(type) && !fields.has('Memory total')) continue;
    const total = bytes(fields.get('Memory total'));
    const processed = bytes(fields.get('Memory processed'));
    const remaining = bytes(fields.get('Memory remaining'));
    const elapsed = whole(fields.get('Time elapsed'));
    if (
      total === undefined ||
      processed === undefined ||
      remaining === undefined ||
      elapsed === undefined
    ) {
      throw badInput({
        file,
        expected: 'Time elapsed, Memory processed, Memory remaining and Memory total',
        found: `a block with ${[...fields.keys()].slice(0, 12).join(', ')}`,
        hint: 'The text may be cut off.',
      });
    }
    if (total === 0 || remaining > total + 2 ** 30) {
      throw badInput({
        file,
        expected: 'memory remaining within a memory total above 0',
        found: `${remaining} of ${total} bytes`,
      });
    }
    const normal = whole(fields.get('Normal pages'));
    const constant = whole(fields.get('Constant pages'));
    const pagesSent = normal !== undefined && constant !== undefined ? normal + constant : null;
    input.ramBytes = total;
    input.samples.push({
      seconds: elapsed / 1000,
      transferredBytes: processed,
      remainingBytes: remaining,
      totalBytes: total,
      syncs: whole(fields.get('Iteration')) ?? 0,
      pagesSent,
    });
  }
  return input;
}

/** `virsh domstats --dirtyrate` (and `--balloon` for the size): KEY=VALUE lines of one domain. */
export function readDomstats(text: string, file: string): MigrationInput {
  const input = emptyInput('libvirt-domstats');
  const domains = text.match(/^Domain:/gm)?.length ?? 0;
  if (domains > 1) {
    throw badInput({ file, expected: 'the statistics of one domain', found: `${domains} domains` });
  }
  let period: number | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const match = /^\s*([a-z0-9_.-]{1,100})=(.*)$/i.exec(line);
    if (!match) continue;
    const value = whole(match[2]);
    const wanted = ['dirtyrate.calc_period', 'dirtyrate.megabytes_per_second', 'balloon.maximum'];
    if (!wanted.includes(match[1]!)) continue;
    if (value === undefined) {
      throw badInput({
        file,
        line: i + 1,
        expected: 'a whole number',
        found: match[2]!.slice(0, 60),
      });
    }
    if (match[1] === 'balloon.maximum') input.ramBytes = value * 1024;
    else if (match[1] === 'dirtyrate.calc_period') period = value;
    else if (period !== undefined && period > 0) {
      input.readings.push({ calcTimeS: period, mibPerS: value, samplePages: 512 });
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
