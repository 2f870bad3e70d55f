import { group } from '../../elements.ts';
import { sumExits } from './attribute.ts';
import { guestStats } from './build.ts';
import { svmReasons, vmxReasons } from './exit-numbers.ts';
import type { ExitCount, GuestStatsFormat } from './guest-stats.ts';
import { count, fail, type Line, linesOf } from './text.ts';

/** The script writes the reason as a number: decimal for VMX, hexadecimal for SVM, both where it knew neither. */
const HEADER =
  /^#\s*reason(\(hex\))?( reason\(hex\))?: count sum\(us\) min\(us\) avg\(us\) max\(us\)\s*$/;
const ROW =
  /^(?:(\d{1,10})|(0x[0-9a-f]{1,16})|(\d{1,20}) (0x[0-9a-f]{1,16})):((?: \d{1,20}){5})\s*$/;
/** Only as typed in front of the output, on a line a person typed: the pattern is slow on endless ones. */
const COMMAND = /\bstap\b.*\bkvm_service_time\b.* -T ?(\d{1,7})\b/;
const MOST_TYPED = 1000;
/** The basic reason; above it VMX keeps flags such as "entry failed". */
const VMX_REASON_MASK = 0xffff;
const MOST_VMX_REASON = Math.max(...vmxReasons.keys());

interface Row {
  number: number;
  exit: Omit<ExitCount, 'reason'>;
}

function rowOf(line: Line): Row | undefined {
  const row = ROW.exec(line.text);
  if (!row) return undefined;
  const [countText, sum, least, , most] = group(row, 5).trim().split(' ');
  const exits = count(countText, line, 'count');
  if (exits === 0) fail(line, 'a count above 0', line.text);
  const [totalUs, minUs, maxUs] = [
    count(sum, line, 'sum(us)'),
    count(least, line, 'min(us)'),
    count(most, line, 'max(us)'),
  ];
  return {
    number: Number(row[1] ?? row[2] ?? row[4]),
    // The average is cut to whole microseconds in the file.
    exit: { count: exits, totalUs, minUs, maxUs, meanUs: totalUs / exits },
  };
}

const nameOf = (number: number, isSvm: boolean): string =>
  isSvm
    ? (svmReasons.get(number) ?? `svm_0x${number.toString(16)}`)
    : (vmxReasons.get(number & VMX_REASON_MASK) ?? `vmx_${number}`);

export const stapKvmServiceTime: GuestStatsFormat = {
  id: 'stap-kvm-service-time',
  title: 'SystemTap kvm_service_time.stp',
  describe: 'exits by reason with time outside the guest, of all guests together',
  make: 'stap /usr/share/systemtap/examples/virtualization/kvm_service_time.stp -T 10 > FILE',
  sniff: (text) => /^#\s*reason(\(hex\))?( reason\(hex\))?: count sum\(us\)/m.test(text),
  read(text, file) {
    const rows: Row[] = [];
    let kind: 'vmx' | 'svm' | 'unknown' | undefined;
    let seconds: number | undefined;
    for (const line of linesOf(text, file)) {
      const header = HEADER.exec(line.text);
      const asked = line.text.length <= MOST_TYPED ? COMMAND.exec(line.text) : null;
      if (header) {
        if (kind) fail(line, 'one table', 'another');
        kind = header[1] ? 'svm' : header[2] ? 'unknown' : 'vmx';
      } else if (asked && rows.length === 0) seconds = Number(asked[1]);
      else if (kind && line.text.trim() !== '') {
        const row = rowOf(line);
        if (row) rows.push(row);
        // The documentation of the script goes on with text under the table.
        else if (/^(0x)?[0-9a-f]+:|^\d+ 0x/.test(line.text))
          fail(line, 'REASON: COUNT SUM MIN AVG MAX', line.text);
        else break;
      }
    }
    if (!kind || rows.length === 0)
      fail({ file, line: 1 }, 'the line "# reason: count sum(us) ..." and rows', '');
    const isSvm =
      kind === 'svm' ||
      (kind === 'unknown' &&
        rows.some(({ number }) => (number & VMX_REASON_MASK) > MOST_VMX_REASON));
    return guestStats({
      format: 'stap-kvm-service-time',
      title: 'kvm_service_time, all guests of the host',
      ...(seconds ? { seconds } : {}),
      exits: sumExits(rows.map(({ number, exit }) => ({ reason: nameOf(number, isSvm), ...exit }))),
      warnings: [
        'Every guest of the host is in these counts.',
        ...(kind === 'unknown'
          ? [
              `The file does not say whether the host is Intel or AMD: read as ${isSvm ? 'AMD (SVM)' : 'Intel (VMX)'} by the numbers there are.`,
            ]
          : []),
      ],
    });
  },
};
