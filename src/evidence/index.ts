import type { Suite } from './suite.ts';

/** Every evidence suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<Suite>> = {
  'qcow2-map': async () => (await import('./qcow2-map/index.ts')).qcow2Map,
};
