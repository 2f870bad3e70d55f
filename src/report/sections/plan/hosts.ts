import type { Plan } from '../../../plan/plan.ts';
import type { DayShape } from '../../../plan/study/run.ts';
import { hostHeatMap, hostHours, hostLoads, hostStack } from '../../charts/plan-hosts.ts';
import { html } from '../../html.ts';
import type { Section } from '../../section.ts';

/** What every host carries today; over the day where a load was given. */
export function hostUseSections(plan: Plan, day: DayShape | undefined): Section[] {
  const loads = hostLoads(plan.inventory);
  if (loads.every(({ machines, memoryInUse }) => machines === 0 && memoryInUse === undefined))
    return [];
  const hours = day && hostHours(loads, day);
  return [
    {
      id: 'host-use',
      title: 'What the hosts carry today',
      text: html``,
      figures: [
        hostStack(loads, plan.settings.memoryRatio),
        hostHeatMap(loads, plan.settings),
        ...(hours ? [hours] : []),
      ],
    },
  ];
}
