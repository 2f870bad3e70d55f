import { securityStatement } from '../../model/dedup/policies.ts';
import { note } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import type { DedupResult } from './result.ts';

const MIB = 2 ** 20;
const mib = (bytes: number) => Math.round((bytes / MIB) * 10) / 10;
/** Pairs are printed up to so many VMs; the JSON document has them all. */
const MAX_PRINTED_VMS = 12;

/** The result as tables on standard output. */
export function printResult(result: DedupResult): void {
  const { granularities, matrix, policies, knobs, names } = result.report;
  note(result.answer);
  if (granularities.length > 0) {
    printTable(
      granularities.map((counts) => ({
        block: `${counts.granularity / 1024} KiB`,
        total: counts.total,
        zero: counts.zero,
        unique: counts.unique_pages,
        'intra-VM': counts.pages_intra_only,
        'inter-VM': counts.pages_inter,
        saved: counts.saved_nonzero,
        '% of non-zero': counts.saved_nonzero_pct_of_nonzero,
        'saved intra only': counts.saved_intra_vm_only,
      })),
    );
  }
  if (matrix && matrix.length > 1 && matrix.length <= MAX_PRINTED_VMS) {
    note('\nnon-zero pages of the row that the column has too (diagonal: twice in the VM)');
    printTable(
      matrix.map((row, a) => ({
        'pages of': `${a} ${names[a]}`,
        ...Object.fromEntries(row.map((pages, b) => [`in ${b}`, pages])),
      })),
    );
  }
  if (policies.length > 0) {
    note('\npolicies on this memory, settled (MiB)');
    printTable(
      policies.map((policy) => ({
        policy: policy.title,
        saved: mib(policy.savedBytes),
        own: mib(policy.metadataBytes),
        'across tenants': policy.crossesTenants ? 'yes' : 'no',
        'turned off by': policy.switchOff,
      })),
    );
    for (const { risk, source } of securityStatement) note(`security: ${risk} [${source}]`);
  }
  if (knobs.length > 0) {
    note('\nKSM with one knob changed, best net profit first');
    printTable(
      knobs.map(({ name, forecast }) => ({
        knob: name,
        'profit MiB': mib(forecast.final.profitBytes),
        'saved MiB': mib(forecast.final.savedBytes),
        's to 90 %':
          forecast.secondsTo90 === null ? '' : Math.round(10 * forecast.secondsTo90) / 10,
        'ksmd CPU %': Math.round(1000 * forecast.cpuShare.value) / 10,
      })),
    );
  }
  const { storm } = result;
  if (!storm) return;
  const { value, low, high } = storm.faultSeconds;
  note(
    `\nrewriting ${100 * storm.share} % of the pages: ${storm.cowBreaks} copies on first write, ${value.toFixed(3)} s of guest time (${low.toFixed(3)} to ${high.toFixed(3)}); ${mib(storm.lostBytes)} MiB of the saving stays lost.`,
  );
}
