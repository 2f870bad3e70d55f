import {
  type Column,
  caseId,
  interval,
  maybe,
  number,
  type RowOf,
  text,
  young,
  youngInterval,
} from '../column.ts';

export const migrationColumns = [
  caseId,
  text('vm', 'VM of the scenario'),
  text('host', 'host profile'),
  text('technique', 'virtualization technique'),
  text('host_page', 'page size of the host tables before logging splits them'),
  text('settings', 'which of the settings of migration, empty where there is one'),
  text(
    'mechanism',
    'how writes are logged: none, checkpoint, software, shadow, write-protect, pml',
  ),
  text('verdict', 'completes, never, too-close, or cannot where the technique has no migration'),
  text('reason', 'why it cannot, empty otherwise'),
  ...interval('total_s', 's', 'from the start to the end of the source'),
  ...interval('blackout_ms', 'ms', 'the guest stands still on both sides'),
  maybe('transferred_bytes', 'B', 'sent over the link'),
  maybe('rounds', 'rounds', 'bitmap syncs'),
  maybe('first_writes_per_s', 'pages/s', 'first writes to a page since its log was cleared'),
  maybe('refaults_per_s', 'faults/s', 'shadow entries built again after tables were thrown away'),
  maybe('splits_per_s', 'splits/s', 'large host mappings split, over the whole migration'),
  maybe('throttled_share', 'ratio', 'share of guest time taken by auto-converge'),
  maybe(
    'write_rate_share',
    'ratio',
    'rate of writes left, the guest being slowed, at the fixed point',
  ),
  ...interval('slowdown_ratio', 'ratio', 'share of vCPU time lost while it migrates'),
  maybe('guest_cpu_s', 's', 'vCPU time lost per migration'),
  maybe('host_cpu_s', 's', 'host CPU time beside the guest: splitting and arming the log'),
  ...youngInterval(
    'fitted_pages',
    'pages',
    'working set of the stream fitted to the trace or the readings; none where writes are stated',
  ),
  ...youngInterval('fitted_writes_per_s', 'pages/s', 'its rate of writes'),
  young('fit_misfit', 'ratio', 'its misfit per degree of freedom; above 1: more than one stream'),
  number('per_month', 'migrations', 'stated migrations of the VM in a month'),
  text('status', 'least trusted status among the terms'),
] as const satisfies readonly Column[];

/** One case of study migration. */
export type MigrationRow = RowOf<typeof migrationColumns>;
