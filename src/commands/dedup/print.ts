import type { Figure } from '../../figure.ts';
import { mebibytes } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { dedupWords } from '../../messages/dedup.ts';
import type { DedupResult } from '../../report/answers/dedup.ts';
import { apartText, terminalFigures } from '../../report/sections/dedup.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note } from '../../terminal/output.ts';

/** The matrix is printed up to so many VMs; page and JSON have it whole. */
const MAX_PRINTED_VMS = 12;

const isPrinted = ({ id, rows }: Figure) =>
  terminalFigures.some((name) => id === name || id.startsWith(`${name}-`)) &&
  (!id.startsWith('dedup-matrix') || rows.length <= MAX_PRINTED_VMS);

/** The result as sentence and tables. */
export function printResult(result: DedupResult, figures: readonly Figure[]): void {
  const { answer, security, report, storm } = result;
  printAnswer(answer, figures.filter(isPrinted));
  if (report.policies.length > 0) {
    for (const { risk, source } of security)
      note(dedupWords.risk({ risk: cellWords(risk), source }));
  }
  if (report.forecast && report.apart) note(apartText(report.apart));
  if (!storm) return;
  const { value, low, high } = storm.faultSeconds;
  note(
    dedupWords.storm({
      share: 100 * storm.share,
      cowBreaks: storm.cowBreaks,
      toFixed: value.toFixed(3),
      toFixed2: low.toFixed(3),
      toFixed3: high.toFixed(3),
      lostBytes: mebibytes(storm.lostBytes),
    }),
  );
}
