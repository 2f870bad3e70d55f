import type { Text } from '../../message.ts';
import type { Eta } from './eta.ts';
import type { UniqueSample } from './fit.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';
import type { Limits, NamedGuest } from './policies/shared-link.ts';
import type { MovingDisk } from './policies/storage.ts';

/** Everything an answer is made from, and where what matters came from. */
export interface MigrationQuestion {
  guest: MigratingGuest;
  settings: MigrationSettings;
  host: MigrationHost;
  seed: number;
  /** Looks at a running migration, and what they say by themselves; null where none was given. */
  looks: number;
  eta: Eta | null;
  status: string | null;
  outcome: { totalS: number | null; downtimeMs: number | null; error: string | null };
  /** Why QEMU refuses to migrate this guest. */
  blocked: readonly string[];
  /** Unique dirty pages per window, from dirty-rate readings or counted. */
  seen: readonly UniqueSample[];
  /** Whether the user said how the guest writes. */
  stated: boolean;
  /** Parts of the guest nobody stated, in words. */
  assumed: readonly Text[];
  /** What limits the rate, in words. */
  cap: Text;
  /** In the files, able to change the answer, and not used. */
  ignored: readonly string[];
  fleet: readonly NamedGuest[];
  limits: Limits;
  /** A disk that moves with the guest. */
  disk: MovingDisk | null;
  clockGhz: number;
}
