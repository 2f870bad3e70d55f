import type { HostHours, HostLoad } from '../../../plan/operations/host-loads.ts';
import type { PlanSettings } from '../../../plan/settings.ts';
import { hostHeatMap, hostHoursChart, hostStack } from '../../charts/plan-hosts.ts';
import { html } from '../../html.ts';
import type { Section } from '../../section.ts';

/** What every host carries today; over the day where a load was given. */
export function hostUseSections(
  loads: readonly HostLoad[],
  settings: Pick<PlanSettings, 'cpuRatio' | 'memoryRatio'>,
  hours: HostHours | undefined,
): Section[] {
  if (loads.every(({ machines, memoryInUse }) => machines === 0 && memoryInUse === undefined))
    return [];
  return [
    {
      id: 'host-use',
      title: 'What the hosts carry today',
      text: html``,
      figures: [
        hostStack(loads, settings.memoryRatio),
        hostHeatMap(loads, settings),
        ...(hours ? [hostHoursChart(hours)] : []),
      ],
    },
  ];
}
