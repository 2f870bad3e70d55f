import { refusedForm } from '../refused-form.ts';
import type { LoadReader } from './reader.ts';

/** What `sar` prints for people, and what `sadf -d` prints: both without a column that names CPU time of a machine as a whole. */
export const isSar = (head: string): boolean =>
  /^\ufeff?\s*(Linux|AIX|SunOS) \S+ \([^)]*\)\s.*\(\d+ CPU\)/.test(head) ||
  /^\d\d:\d\d:\d\d( [AP]M)?\s+(CPU\s+%user|kbmemfree)\b/m.test(head) ||
  /^# hostname;interval;timestamp;/m.test(head);

/** sysstat, sadf(1): -U gives seconds since 1970, CPU -1 is all of them; what was stolen was wanted. */
export const sarRefusal = {
  expected: 'load as machine,time,cpu_percent',
  found: 'the output of sar or sadf',
  hint: 'Make it from the file sar wrote: (echo machine,time,cpu_percent; sadf -d -U /var/log/sysstat/sa01 -- -u | awk -F\';\' \'!/^#/ && $4 == -1 {print $1 "," $3 "," $5+$6+$7+$9}\') > load.csv',
} as const;

export const sarText: LoadReader = refusedForm({
  ...{ id: 'sar-text', title: 'sar or sadf -d', sniff: isSar },
  ...sarRefusal,
});
