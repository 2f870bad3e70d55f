import { badInput } from '../../errors.ts';
import { bytesOf, wholeOf } from './amounts.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';
import { addSample } from './progress.ts';

const MAX_BLOCKS = 10_000;

/** Job types in QEMU's words; a job that runs is active, or in post-copy once pages were asked for. */
const statuses: Record<string, string> = {
  none: 'none',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** `virsh domjobinfo`, one block per look; blocks follow each other. */
export function readJobInfo(text: string, file: string): MigrationInput {
  const input = emptyInput('libvirt-jobinfo');
  const blocks = text.split(/^(?=[ \t]*Job type:)/m).filter((block) => block.includes('Job type:'));
  if (blocks.length === 0 || blocks.length > MAX_BLOCKS) {
    const expected = `1 to ${MAX_BLOCKS} blocks of domjobinfo`;
    throw badInput({ file, expected, found: `${blocks.length}` });
  }
  for (const block of blocks) readBlock(block, file, input);
  return input;
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return fields;
}

function readBlock(block: string, file: string, input: MigrationInput): void {
  const fields = fieldsOf(block);
  const operation = fields.get('Operation') ?? 'Outgoing migration';
  if (!/migration/i.test(operation) && !/^unknown$/i.test(operation)) {
    throw badInput({ file, expected: 'the job of a migration', found: `the job "${operation}"` });
  }
  const asked = (wholeOf(fields.get('Postcopy requests')) ?? 0) > 0;
  const type = (fields.get('Job type') ?? '').toLowerCase();
  const status = statuses[type] ?? (asked ? 'postcopy-active' : 'active');
  input.status = status;
  const elapsed = wholeOf(fields.get('Time elapsed'));
  const ms = (name: string) => wholeOf(fields.get(name));
  input.outcome = {
    totalS: elapsed === undefined ? input.outcome.totalS : elapsed / 1000,
    downtimeMs: ms('Total downtime') ?? ms('Downtime') ?? input.outcome.downtimeMs,
    error: fields.get('Error message') ?? input.outcome.error,
  };
  if (statuses[type] !== undefined && !fields.has('Memory total')) return;
  const total = bytesOf(fields.get('Memory total'));
  const processed = bytesOf(fields.get('Memory processed'));
  const remaining = bytesOf(fields.get('Memory remaining'));
  const known = [total, processed, remaining, elapsed].every((value) => value !== undefined);
  if (!known) {
    throw badInput({
      file,
      expected: 'Time elapsed, Memory processed, Memory remaining and Memory total',
      found: `a block with ${[...fields.keys()].slice(0, 12).join(', ')}`,
      hint: 'The text may be cut off.',
    });
  }
  if (total === 0 || remaining! > total! + 2 ** 30) {
    const found = `${remaining} of ${total} bytes`;
    throw badInput({ file, expected: 'memory remaining within a memory total above 0', found });
  }
  const [normal, constant] = [wholeOf(fields.get('Normal pages')), ms('Constant pages')];
  const dirtied = wholeOf(fields.get('Dirty rate'));
  const pageBytes = bytesOf(fields.get('Page size')) || 4096;
  addSample(
    input,
    {
      status,
      seconds: elapsed! / 1000,
      transferredBytes: processed!,
      remainingBytes: remaining!,
      totalBytes: total!,
      syncs: wholeOf(fields.get('Iteration')) ?? 0,
      pagesSent: normal !== undefined && constant !== undefined ? normal + constant : null,
      sentBytesPerS: bytesOf(fields.get('Memory bandwidth')) || null,
      dirtiedBytesPerS: dirtied === undefined ? null : dirtied * pageBytes,
    },
    file,
  );
}
