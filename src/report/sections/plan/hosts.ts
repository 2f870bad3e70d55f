import type { Figure } from '../../../figure.ts';
import { percentOfTime } from '../../../format.ts';
import { planPageWords } from '../../../messages/plan-page.ts';
import type { PlanComparisons } from '../../../plan/comparisons.ts';
import type { Contention } from '../../../plan/contention/predict.ts';
import type { HostHours, HostLoad } from '../../../plan/operations/host-loads.ts';
import type { PlanSettings } from '../../../plan/settings.ts';
import { hostHoursChart, hostStrips } from '../../charts/plan-hosts.ts';
import { html } from '../../html.ts';
import { hostRows } from '../../plan-rows.ts';
import type { Section } from '../../section.ts';

/** What is known of the hosts from elsewhere: what binds each, and how long machines wait on it. */
export interface HostFindings {
  comparisons?: PlanComparisons;
  contention?: Contention;
}

/** Every host once, with everything that is known of it. */
function rowsOf(
  loads: readonly HostLoad[],
  { comparisons, contention }: HostFindings,
): Figure['rows'] {
  const key = (cluster: unknown, host: unknown) => JSON.stringify([cluster, host]);
  const binding = new Map(
    (comparisons ? hostRows(comparisons, loads.length) : []).map((row) => [
      key(row.cluster, row.host),
      row,
    ]),
  );
  const ready = new Map(
    (contention?.clusters ?? []).flatMap(({ cluster, ready: known }) =>
      (known?.hosts ?? []).map((host) => [key(cluster, host.host), host] as const),
    ),
  );
  return loads.map((load) => {
    const id = key(load.cluster, load.host);
    const [bound, waits] = [binding.get(id), ready.get(id)];
    return {
      host: load.host,
      cluster: load.cluster,
      machines: load.machines,
      'memory promised, %': load.memoryCommitted,
      'memory in use, %': load.memoryInUse ?? null,
      'CPU in use, %': load.cpuInUse ?? null,
      'vCPUs per core': load.vcpusPerCore,
      ...(binding.size > 0
        ? {
            binds: bound?.binds ?? null,
            'room for': bound?.['room for'] ?? null,
            'stopped by': bound?.['stopped by'] ?? null,
          }
        : {}),
      ...(ready.size > 0
        ? {
            'ready p95 %': waits ? percentOfTime(waits.p95.percent) : null,
            'p95 band': waits
              ? `${percentOfTime(waits.p95.low)} - ${percentOfTime(waits.p95.high)}`
              : null,
          }
        : {}),
    };
  });
}

/** What every host carries today, what binds it and who waits on it; over the day where a load was given. */
export function hostUseSections(
  loads: readonly HostLoad[],
  settings: Pick<PlanSettings, 'cpuRatio' | 'memoryRatio'>,
  hours: HostHours | undefined,
  found: HostFindings = {},
): Section[] {
  if (loads.every(({ machines, memoryInUse }) => machines === 0 && memoryInUse === undefined))
    return [];
  return [
    {
      id: 'host-use',
      title: planPageWords.hostUse(),
      text: html``,
      figures: [
        hostStrips(loads, settings.memoryRatio, rowsOf(loads, found)),
        ...(hours ? [hostHoursChart(hours)] : []),
      ],
    },
  ];
}
