/** What a status alone decides about a migration. */
export type StatusVerdict = 'completed' | 'completes' | 'failed' | 'cancelled' | 'stopped';

/**
 * Statuses of QEMU (qapi/migration.json) that decide before any rate does. The others, `active` and `setup`
 * among them, leave the verdict to what is left and the rates; `none` is no migration.
 */
const decided: Record<string, { verdict: StatusVerdict; text: string }> = {
  completed: { verdict: 'completed', text: 'it is over' },
  failed: { verdict: 'failed', text: 'it failed and the guest goes on where it was' },
  failing: { verdict: 'failed', text: 'it is failing' },
  cancelling: { verdict: 'cancelled', text: 'it is being cancelled' },
  cancelled: { verdict: 'cancelled', text: 'it was cancelled and the guest goes on where it was' },
  device: { verdict: 'completes', text: 'the guest is stopped and its devices are being sent' },
  'pre-switchover': {
    verdict: 'completes',
    text: 'all but the devices is sent; it waits for migrate-continue',
  },
  'postcopy-device': { verdict: 'completes', text: 'post-copy is about to start' },
  'postcopy-active': {
    verdict: 'completes',
    text: 'post-copy sends every page once more at most, and ends unless the link fails',
  },
  'postcopy-paused': {
    verdict: 'stopped',
    text: 'post-copy lost its link and waits for migrate-recover',
  },
  'postcopy-recover-setup': { verdict: 'completes', text: 'post-copy is about to go on' },
  'postcopy-recover': { verdict: 'completes', text: 'post-copy goes on over a new link' },
  colo: {
    verdict: 'stopped',
    text: 'COLO keeps a second guest in lock step, and ends at a failover alone',
  },
};

export function statusVerdict(status: string | null) {
  return status === null ? null : (decided[status] ?? null);
}
