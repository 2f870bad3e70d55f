import { type CostPart, costParts } from '../../techniques/technique.ts';
import { type Column, caseId, number, type RowOf, text } from '../column.ts';
import { estimatedColumns, partColumns } from './part-columns.ts';

const partMeaning: Record<CostPart, string> = {
  user: 'guest user code beyond bare metal (interpretation, binary translation)',
  'cpu-exits': 'privileged operations: exits, hypercalls, emulation',
  translation: 'TLB misses and page walks beyond bare metal',
  'page-tables': 'page faults and page-table maintenance',
  interrupts: 'interrupt delivery, EOI, IPI, timer',
  'device-io': 'device register access and request processing',
  scheduling: 'wake-ups, steal, ready, co-stop; idle time itself is never overhead',
  numa: 'remote memory beyond bare metal',
};

const memoryColumns = [
  {
    name: 'base_tlb_cycles_per_access',
    description: 'TLB and walk cycles per data access on bare metal',
  },
  {
    name: 'base_stall_cycles_per_access',
    description: 'waiting for data beyond the first-level cache on bare metal',
  },
  {
    name: 'tlb_cycles_per_access',
    description: 'TLB and walk cycles per data access under the technique',
  },
  { name: 'stall_cycles_per_access', description: 'waiting for data under the technique' },
] as const;

const perThousand = 'cycles/1000 instructions';
const exitColumns = [
  number('exits', 'trips/1000 instructions', 'trips to the monitor that damage is asked about'),
  ...(['translation', 'data'] as const).flatMap((what) => [
    number(
      `exit_${what}_cycles`,
      perThousand,
      what === 'data'
        ? 'cached data the guest loses to the monitor at exits'
        : 'translations the guest loses to the monitor at exits',
    ),
    number(`exit_${what}_cycles_low`, perThousand, 'low end of that'),
    number(`exit_${what}_cycles_high`, perThousand, 'high end of that'),
  ]),
].map((column) => ({ ...column, absent: 0 }));

/** Columns of study steady. */
export const steadyColumns = [
  caseId,
  text('workload', 'VM of the scenario whose workload this is'),
  text('host', 'host profile'),
  text('technique', 'virtualization technique'),
  text('guest_page', 'leaf size of the guest page tables'),
  text(
    'host_page',
    'leaf size of the host page tables; without effect where there is no second level',
  ),
  text('tlb', 'name of the what-if TLB geometry, empty for the host as it is'),
  {
    ...text('settings', 'which of the settings of steady, empty where there is one'),
    absent: '',
  },
  number('accesses', 'accesses', 'simulated data accesses'),
  number('l1_misses', 'accesses', 'first-level TLB misses'),
  number('walks', 'walks', 'page walks after missing every TLB level'),
  number('walk_refs', 'references', 'page-table references of all walks, guest and host tables'),
  ...memoryColumns.flatMap(({ name, description }) => [
    number(name, 'cycles/access', description),
    number(`${name}_low`, 'cycles/access', 'low end of that, from the intervals of the latencies'),
    number(`${name}_high`, 'cycles/access', 'high end of that'),
  ]),
  ...exitColumns,
  text('memory_status', 'how the latencies behind the memory cycles are known'),
  number('base_cycles', 'cycles/1000 instructions', 'the same workload on bare metal'),
  number('cycles', 'cycles/1000 instructions', 'under the technique'),
  number('overhead_ratio', 'ratio', 'cycles / base_cycles - 1'),
  number('overhead_low', 'ratio', 'low end of the interval propagated from the sources'),
  number('overhead_high', 'ratio', 'high end of that interval'),
  ...costParts.map((part) =>
    number(partColumns[part], 'cycles/1000 instructions', partMeaning[part]),
  ),
  ...costParts.map((part) =>
    number(
      estimatedColumns[part],
      'cycles/1000 instructions',
      `share of ${partColumns[part]} whose path was never measured`,
    ),
  ),
  text(
    'weakest_status',
    'least trusted status among the terms: measured, published, derived, estimated',
  ),
  text(
    'unpriced_events',
    'events of the workload with no price under this technique, comma-separated',
  ),
] as const satisfies readonly Column[];

/** One case of study steady. */
export type SteadyRow = RowOf<typeof steadyColumns>;
