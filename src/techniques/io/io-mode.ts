import type { PathOf, Paths } from '../context.ts';
import type { IoModeId } from '../technique.ts';

/** How the guest reaches its disk and network devices. */
export interface IoMode {
  id: IoModeId;
  title: string;
  describe: string;
  /** One request from notification to completion. */
  request: PathOf;
  /** Register accesses this mode takes away from the monitor. */
  overrides: Paths;
}
