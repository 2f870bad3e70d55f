/**
 * Ids of the formats a trace of a scenario may have. Ids alone: the readers are for Node, and what checks a scenario runs
 * in a page too. A test holds them against the lists of the readers.
 */
export const memoryTraceIds = [
  'lackey',
  'perf-script',
  'csv',
  'drmemtrace',
  'champsim',
  'compact',
] as const;

export const blockTraceIds = [
  'fio-iolog',
  'msr',
  'alibaba',
  'libcachesim',
  'ops',
  'spc',
  'blkparse',
  'vscsi',
] as const;
