import { type Column, caseId, interval, maybe, number, type RowOf, text } from '../column.ts';

const added = <Prefix extends string>(prefix: Prefix, when: string) => {
  const column = <Name extends string>(name: Name, unit: string, description: string) =>
    maybe<`${Prefix}${Name}`>(`${prefix}${name}`, unit, `${description}, ${when}`);
  return [
    column('reads_added', 'reads/request', 'host reads beyond those of the guest'),
    column('writes_added', 'writes/request', "host writes beyond the guest's"),
    column('flushes_added', 'flushes/request', 'flushes waited for'),
    column('copied_bytes', 'B/request', 'bytes copied to keep old content'),
  ] as const;
};

export const disksColumns = [
  caseId,
  text('vm', 'VM of the scenario'),
  text('host', 'host profile'),
  text('technique', 'virtualization technique'),
  text('settings', 'which of the settings of disks, empty where there is one'),
  text('discipline', 'how snapshots are kept'),
  text('reason', 'why there are no snapshots, empty otherwise'),
  number('keep', 'snapshots', 'snapshots kept'),
  number('requests_per_s', 'requests/s', 'requests of the guest'),
  ...added('', 'with the snapshots of the schedule'),
  ...added('plain_', 'with no snapshot'),
  {
    ...maybe('cache_copied_bytes', 'B/request', "bytes copied through the host's page cache"),
    absent: 0,
  },
  maybe('amplification', 'ratio', 'host bytes written for a byte of the guest, metadata included'),
  maybe('space_bytes', 'B', 'host space of the disk with its snapshots'),
  ...interval('path_us', 'us', 'path of one request to the device and back'),
  ...interval(
    'added_us',
    'us',
    'CPU time the map and the cache mode add to one request, with snapshots',
  ),
  ...interval('plain_added_us', 'us', 'the same with no snapshot'),
  maybe(
    'latency_us',
    'us',
    'mean time of a request: store, map and path; what a page cache hides is not taken off',
  ),
  maybe('p99_us', 'us', '99th percentile of store and map, with the path'),
  maybe('raw_latency_us', 'us', 'mean time on the store without map or path'),
  ...interval('cpus', 'CPUs', 'CPU the map with its snapshots takes at the rate of requests'),
  text('status', 'least trusted status among the terms'),
] as const satisfies readonly Column[];

/** One case of study disks. */
export type DisksRow = RowOf<typeof disksColumns>;
