import { percentText } from '../../../format.ts';
import { isUp } from '../../../inventory/host-state.ts';
import type { InventoryFinding } from '../../../inventory/inventory.ts';
import { planPageWords as words } from '../../../messages/plan-page.ts';
import type { Outlook } from '../../../plan/outlook/outlook.ts';
import type { Plan } from '../../../plan/plan.ts';
import { html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';

/** Every assumption of the answer with its value and whether the user gave it. */
function assumptionRows(
  plan: Plan,
  given: ReadonlySet<string>,
  outlook: Outlook | undefined,
): Record<string, string>[] {
  const { cpuRatio, memoryRatio, tolerateHosts, overhead } = plan.settings;
  const row = (assumption: string, value: string, key: string) => ({
    assumption,
    value,
    'comes from': given.has(key) ? 'given' : 'our default',
  });
  return [
    row('vCPUs a core carries', `${cpuRatio}`, 'cpuRatio'),
    row('memory promised per memory there is', percentText(memoryRatio), 'memoryRatio'),
    row('hosts per cluster that may fail, the largest', `${tolerateHosts}`, 'tolerateHosts'),
    row(
      'memory the hypervisor takes beside each machine’s own',
      overhead ? 'counted, by the ESXi 6.5 table' : 'not counted',
      'overhead',
    ),
    ...(outlook
      ? [
          {
            assumption: 'growth of the number of machines',
            value: `${outlook.rate.percentPerMonth} % a month (${outlook.rate.low} to ${outlook.rate.high})`,
            'comes from': outlook.rate.given ? 'given' : 'our default',
          },
        ]
      : []),
  ];
}

const kinds: Readonly<Record<InventoryFinding['kind'], string>> = {
  'unknown-host': 'hosts missing',
  'host-without-vms': 'hosts empty',
  'duplicate-name': 'names repeated',
  'blank-row': 'rows blank',
  'bad-number': 'values unusable',
  unit: 'units guessed',
  'renamed-host': 'names differ',
  'unknown-size': 'sizes missing',
  conflict: 'sources disagree',
  lifetime: 'not at the same time',
  'unread-file': 'files not read',
  'not-read': 'passed over',
  'unknown-state': 'states not known',
  'host-away': 'hosts away',
  assumed: 'assumed',
};

/** Assumptions, and what was wrong with the export: nothing of it was dropped. */
export function dataSections(
  plan: Plan,
  given: ReadonlySet<string>,
  outlook: Outlook | undefined,
): Section[] {
  const { findings, vms, hosts } = plan.inventory;
  const off = vms.filter((vm) => vm.power === 'off' && !vm.template).length;
  const templates = vms.filter((vm) => vm.template).length;
  const away = hosts.filter((host) => !isUp(host)).length;
  return [
    {
      id: 'assumptions',
      title: words.assumes(),
      text: html`<p>${words.counted({ off, templates, away })}</p>`,
      figures: [
        tableFigure('assumption-table', words.assumptions(), assumptionRows(plan, given, outlook)),
      ],
    },
    {
      id: 'data',
      title: words.wrong(),
      text:
        findings.length === 0
          ? html`<p>${words.nothingWrong()}</p>`
          : html`<p>${words.nothingDropped()}</p>`,
      figures:
        findings.length === 0
          ? []
          : [
              tableFigure(
                'export-problems',
                words.problems(),
                findings.map(({ kind, message, count: times }) => ({
                  problem: kinds[kind],
                  times,
                  'what was found': message,
                })),
              ),
            ],
    },
  ];
}
