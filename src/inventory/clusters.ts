/** The cluster of a source that knows none. */
export const ONLY_CLUSTER = 'all';

/** Where hosts and machines outside every cluster stand beside others that have one. */
export const NO_CLUSTER = 'no cluster';
