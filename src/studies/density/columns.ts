import { type Column, caseId, interval, maybe, number, type RowOf, text } from '../column.ts';
import { chosenStudies } from './choice.ts';

const cpus = <Part extends string>(part: Part, what: string) =>
  [
    ...interval<`${Part}_cpus`>(`${part}_cpus`, 'CPUs', what),
    text<`${Part}_status`>(
      `${part}_status`,
      `least trusted status behind ${part}_cpus; "not asked" without that study`,
    ),
  ] as const;

export const densityColumns = [
  caseId,
  text('vm', 'VM of the scenario'),
  text('host', 'host profile'),
  text('technique', 'virtualization technique'),
  text('guest_page', 'page size of the guest tables'),
  text('host_page', 'page size of the host tables'),
  text(
    'settings',
    'which settings of all studies this bill is made with, empty where there is one',
  ),
  ...chosenStudies.map((study) => ({
    ...text<`${typeof study}_settings`>(
      `${study}_settings`,
      `which of the settings of ${study}, empty where there is one`,
    ),
    absent: '',
  })),
  number('base_cpus', 'CPUs', 'what the guest itself computes, on bare metal: vCPUs x load'),
  ...cpus('steady', 'running beyond bare metal'),
  ...cpus('migration', 'migrations of a month spread over it: logging, host work'),
  ...cpus('sharing', 'scanning, broken sharing, and walks longer for large pages lost'),
  ...cpus('snapshots', 'what the map of the disk with its snapshots adds'),
  ...interval('total_cpus', 'CPUs', 'base and all that is added'),
  ...interval('overhead', 'ratio', 'all that is added over base'),
  maybe('while_migrating_ratio', 'ratio', 'share of vCPU time lost during a migration'),
  maybe(
    'while_migrating_walks_ratio',
    'ratio',
    'more cycles for walks while large pages are split',
  ),
  number('guest_bytes', 'B', 'memory of the guest'),
  ...interval('overhead_bytes', 'B', 'memory beside the guest'),
  number('shared_bytes', 'B', 'memory sharing gives back'),
  number('memory_bytes', 'B', 'host memory one VM takes'),
  number('vms_per_host', 'VMs', 'VMs of this kind that fit on one host'),
  text('binds', 'what limits them: CPU, memory, or one system per machine'),
  ...interval('price', 'currency/month', 'one VM for a month: price of the host over its VMs'),
  text('currency', 'of the price'),
  text('needs', 'what the VM needs, comma-separated'),
  text('lacks', 'what of it the technique does not offer, comma-separated; empty: offers all'),
  maybe('rank', 'place', 'by price among techniques that offer what it needs, same host and pages'),
  text(
    'measure_next',
    'unverified term of the cheapest whose range could change the order; else empty',
  ),
] as const satisfies readonly Column[];

/** One case of study density. */
export type DensityRow = RowOf<typeof densityColumns>;
