import { type Sourced, sourced, unverified } from '../../../sourced.ts';

const website = 'kubernetes/website, manage-resources-containers.md and cluster-large.md';
const kernel = 'Linux Documentation/scheduler/sched-bwc.rst';

/** Constants of quotas and of Kubernetes. */
export const quotaNumbers = {
  periodMs: sourced(100, 'ms', 'published', `${kernel}: default period`),
  sliceMs: sourced(5, 'ms', 'published', `${kernel}: slice a CPU takes from the pool`),
  sharesPerCpu: sourced(1024, 'shares', 'published', website),
  leastShares: sourced(2, 'shares', 'published', website),
  podsPerNode: sourced(110, 'pods', 'published', website),
} satisfies Record<string, Sourced>;

/** What pulling an image takes of a cold start. */
export const pullNumbers = {
  pullShare: sourced(
    0.76,
    'share',
    'published',
    'Slacker, FAST 2016 (abstract): 57 containers, pull and unpack of the start; 6.4 % of the data is read',
  ),
  lazyTimes: sourced(
    5,
    'times',
    'published',
    'Slacker (abstract): deployment with lazy fetching, median',
  ),
  unpackBytesPerS: {
    ...unverified(80e6, 'B/s', 'gzip of one core; recalled', 0),
    low: 60e6,
    high: 100e6,
  },
} satisfies Record<string, Sourced>;
