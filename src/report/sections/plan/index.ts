import type { Text } from '../../../message.ts';
import { planWords } from '../../../messages/plan.ts';
import { planPageWords } from '../../../messages/plan-page.ts';
import type { PlanAnswer } from '../../../plan/answer.ts';
import type { Headroom } from '../../../plan/outlook/headroom.ts';
import { headroomGauges } from '../../charts/plan-gauges.ts';
import { html } from '../../html.ts';
import type { Section } from '../../section.ts';

/** How full each cluster is, and what may be wrong with the answer. */
export function headroomSection(
  headroom: Headroom,
  { settings, clusters }: PlanAnswer,
  cautions: readonly Text[],
): Section {
  return {
    id: 'answer',
    title: planPageWords.howFull(),
    depth: 'first',
    text: html`${cautions.length > 0 ? html`<p><strong>${planWords.caution()}</strong>${cautions.map((text) => html` ${text}`)}</p>` : ''}`,
    figures: clusters.some(({ vms }) => vms > 0)
      ? [headroomGauges(headroom, settings.tolerateHosts)]
      : [],
  };
}
