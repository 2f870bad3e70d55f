import type { MigrationInput } from './migration-input.ts';
import { qemuSettings } from './qemu-settings.ts';

/** Whether the looks of one file end before those of another: the order on the command line is no matter. */
function isOlder(one: MigrationInput, other: MigrationInput): boolean {
  const [last, newest] = [one.samples.at(-1), other.samples.at(-1)];
  return last !== undefined && newest !== undefined && last.seconds < newest.seconds;
}

/**
 * Several files about one migration: later ones win over earlier ones, looks and readings add up in the
 * order of their times, and capabilities and parameters are put together once all are known.
 */
export function mergeInputs(inputs: readonly MigrationInput[]): MigrationInput | null {
  const [first] = inputs;
  if (!first) return null;
  const merged = { ...first };
  for (const next of inputs.slice(1)) {
    merged.settings = { ...merged.settings, ...next.settings };
    merged.capabilities = { ...merged.capabilities, ...next.capabilities };
    merged.parameters = { ...merged.parameters, ...next.parameters };
    merged.readings = merged.readings.concat(next.readings);
    merged.unique = merged.unique.concat(next.unique);
    merged.ramBytes = next.ramBytes ?? merged.ramBytes;
    if (next.status !== null && !isOlder(next, merged)) {
      merged.status = next.status;
      merged.outcome = next.outcome;
    }
    merged.blocked = next.blocked.length > 0 ? next.blocked : merged.blocked;
    merged.perCluster = next.perCluster ?? merged.perCluster;
    merged.perHost = next.perHost ?? merged.perHost;
    merged.timeoutPerGiBS = next.timeoutPerGiBS ?? merged.timeoutPerGiBS;
    merged.samples = [...merged.samples, ...next.samples].sort((a, b) => a.seconds - b.seconds);
    merged.ignored = merged.ignored.concat(next.ignored);
    // The limits of QEMU hold where the file that shows the migration is QEMU's.
    if (next.samples.length > 0) merged.format = next.format;
  }
  const { settings, ignored } = qemuSettings(merged.capabilities, merged.parameters);
  return {
    ...merged,
    settings: { ...merged.settings, ...settings },
    ignored: [...new Set([...merged.ignored, ...ignored])],
  };
}
