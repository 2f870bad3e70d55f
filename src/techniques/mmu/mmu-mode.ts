import type { Paths } from '../context.ts';
import type { MmuModeId } from '../technique.ts';

/** How guest-virtual addresses become host-physical ones, and who keeps the tables. */
export interface MmuMode {
  id: MmuModeId;
  title: string;
  describe: string;
  /** Paths of the events the MMU decides; all of them. */
  paths: Paths;
}
