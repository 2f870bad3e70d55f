import { type Column, caseId, interval, maybe, number, type RowOf, text } from '../column.ts';

export const sharingColumns = [
  caseId,
  text('vm', 'VM of the scenario'),
  text('host', 'host profile'),
  text('technique', 'virtualization technique'),
  text('host_page', 'page size of the host tables before merging splits them'),
  text('settings', 'which of the settings of sharing, empty where there is one'),
  text('mechanism', 'scanner (KSM), page-cache (containers), or none'),
  text('reason', 'why nothing is shared, empty otherwise'),
  number('machines', 'VMs', 'machines of this kind on one host'),
  number('saved_bytes', 'B', 'memory back for one VM, what the scanner remembers taken off'),
  ...interval('settle_s', 's', 'until everything equal has merged'),
  ...interval('scan_cpus', 'CPUs', 'CPU of the scanner for one VM once settled'),
  number('breaks_per_s', 'faults/s', 'first writes to merged pages of one VM'),
  ...interval('break_us', 'us', 'one write to a merged page'),
  ...interval('break_ratio', 'ratio', 'share of vCPU time spent in writes to merged pages'),
  number('huge_lost_ratio', 'ratio', 'share of large host mappings that merging splits'),
  maybe('cpu_s_per_gib_hour', 's/(GiB h)', 'CPU time for keeping a GiB back for an hour'),
  text('status', 'least trusted status among the terms'),
] as const satisfies readonly Column[];

/** One case of study sharing. */
export type SharingRow = RowOf<typeof sharingColumns>;
