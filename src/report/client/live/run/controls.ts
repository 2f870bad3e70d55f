import { nth } from '../../../../elements.ts';
import { formatBytes, formatSeconds } from '../../../../format.ts';
import { hosts } from '../../../../hosts/index.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { techniqueNames } from '../../../../messages/terms.ts';
import { techniques } from '../../../../techniques/compositions.ts';
import { list, multiples } from '../choices.ts';
import type { Control, Values } from '../protocol.ts';
import {
  type Chosen,
  chosenOf,
  migrationOf,
  moves,
  patternVms,
  type RunData,
  rateOf,
  tlbEntries,
} from './question.ts';

const sizes = ['4K', '2M', '1G'];
const pairs = sizes.flatMap((guest) => sizes.map((host) => `${guest}/${host}`));
const MOST_FOOTPRINT = 2 ** 40;
const LEAST_FOOTPRINT = 4096;

/** What can be changed about running. */
function ofRunning(data: RunData, chosen: Chosen, values: Values): Control[] {
  const { scenario } = data;
  const { vm, host, technique, pages } = chosen;
  const known = [...new Set([...scenario.hosts, ...hosts.map(({ id }) => id)])];
  const named = [...new Set([...scenario.techniques, ...techniques.map(({ id }) => id)])];
  const footprint = vm.workload.pattern?.footprint ?? 0;
  return [
    list(
      'vm',
      words.vm(),
      patternVms(data).map(({ name }) => [name, name]),
      { chosen: vm.name, asked: nth(patternVms(data), 0).name },
    ),
    list(
      'host',
      words.host(),
      known.map((id) => [id, id]),
      { chosen: host.id, asked: nth(scenario.hosts, 0) },
    ),
    list(
      'technique',
      words.technique(),
      [['', words.allTechniques()], ...named.map((id) => [id, techniqueNames(id)] as const)],
      { chosen: technique, asked: '' },
    ),
    list(
      'pages',
      words.pages(),
      pairs.map((pair) => [pair, pair]),
      { chosen: pages, asked: nth(scenario.pages, 0) },
    ),
    multiples('footprint', words.footprint(), values, (factor) => {
      const bytes = footprint * factor;
      const fits = bytes >= LEAST_FOOTPRINT && bytes <= MOST_FOOTPRINT;
      return fits && Number.isInteger(bytes) ? formatBytes(bytes) : null;
    }),
    multiples('events', words.events(), values, (_, factor) => words.times({ factor })),
    {
      ...multiples('tlb', words.tlb(), values, (tlb) => {
        const entries = tlbEntries({ ...chosen, tlb });
        return entries === host.memory.l2Tlb.entries * tlb ? words.entries({ n: entries }) : null;
      }),
      more: true,
    },
  ];
}

/** What can be changed about moving the VM. */
function ofMoving(data: RunData, { vm }: Chosen, values: Values): Control[] {
  const knobs = migrationOf(data);
  if (!knobs || !moves(data, vm)) return [];
  const rate = rateOf(vm);
  return [
    multiples('memory', words.memory(), values, (factor) => {
      const bytes = vm.memory * factor;
      return bytes >= 2 ** 20 && bytes <= 2 ** 36 ? formatBytes(bytes) : null;
    }),
    multiples('writes', words.writes(), values, (factor) =>
      words.perSecond({ n: Math.round(rate * factor) }),
    ),
    multiples('link', words.link(), values, (factor) =>
      words.gbit({ gbit: (8 * knobs.link * factor) / 1e9 }),
    ),
    multiples('downtime', words.downtime(), values, (factor) =>
      formatSeconds(knobs.downtime * factor),
    ),
  ].map((control) => ({ ...control, more: true }));
}

export function runControls(data: RunData, values: Values): Control[] {
  const chosen = chosenOf(data, values);
  return [...ofRunning(data, chosen, values), ...ofMoving(data, chosen, values)];
}
