import type { Text } from '../../message.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { levelsWords } from '../../messages/levels.ts';
import { instructionSets } from '../../messages/sensitive.ts';
import { terms } from '../../messages/terms.ts';
import type { Sourced } from '../../sourced.ts';
import type { InstructionSet, Verdict } from '../../techniques/popek-goldberg.ts';
import { html } from '../html.ts';
import { type FigureRow, tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import type { Topic } from '../topic.ts';

export interface RemedyRow {
  instructions: string;
  monitor: string;
  remedy: string;
  cycles: Sourced;
}

const verdictRows = (verdicts: readonly Verdict[], word: (isa: string) => string): FigureRow[] =>
  verdicts.map((verdict) => ({
    'instruction set': word(verdict.isa),
    monitor: verdict.monitor,
    equivalence: verdict.equivalence,
    'resource control': verdict.resourceControl,
    efficiency: verdict.efficiency,
    'broken by': verdict.brokenBy.join(', '),
    why: verdict.why,
  }));

const setRows = (sets: readonly InstructionSet[]): FigureRow[] =>
  sets.map(({ title, silent, guestMode, hybrid, source, unverified }) => ({
    'instruction set': title,
    'silent instructions': silent.length,
    'guest mode': guestMode,
    'hybrid monitor possible': hybrid,
    known: mark({
      status: unverified ? 'estimated' : 'published',
      ...(unverified ? { unverified } : {}),
    }),
    source,
  }));

/** The three conditions by instruction set and kind of monitor. */
export function sensitiveTopic(
  sets: readonly InstructionSet[],
  verdicts: readonly Verdict[],
  remedies: readonly RemedyRow[],
  hostTitle: string,
): Topic {
  const [first] = sets;
  const classic = verdicts.filter(({ monitor }) => monitor === 'trap-and-emulate');
  const titleOf = (isa: string) => sets.find(({ id }) => id === isa)?.title ?? isa;
  const word = (isa: string): Text => instructionSets(titleOf(isa));
  const good = classic
    .filter(({ equivalence }) => equivalence === 'yes')
    .map(({ isa }) => word(isa));
  const bad = classic
    .filter(({ equivalence }) => equivalence !== 'yes')
    .map(({ isa, brokenBy }) => levelsWords.silent({ isa: word(isa), brokenBy: brokenBy.length }));
  const named = sets.some(({ id }) => id === 'ia-32') ? levelsWords.named() : '';
  return {
    title: levelsWords.sensitiveTitle(),
    question: levelsWords.sensitiveQuestion(),
    advice: [
      {
        action: levelsWords.useAssist(),
        gain: levelsWords.useAssistGain(),
      },
    ],
    key: { column: 'silent instructions', label: 'instruction set' },
    sentence:
      first && classic.length > 0
        ? levelsWords.holds({
            good: good.length > 0 ? terms.list({ names: good }) : levelsWords.noneOfThem(),
            bad: bad.length > 0 ? levelsWords.breaks({ join: terms.list({ names: bad }) }) : '',
            named,
          })
        : levelsWords.verdicts({
            verdicts: verdicts.length,
            join: terms.list({ names: sets.map(({ title }) => instructionSets(title)) }),
          }),
    result: {
      verdicts,
      remedies: remedies.map(({ cycles, ...rest }) => ({ ...rest, cycles: cycles.value })),
    },
    sections: [
      {
        id: 'conditions',
        title: levelsWords.three(),
        text: html`<p>${levelsWords.threeText()}</p>`,
        figures: [
          tableFigure(
            'sensitive-verdicts',
            levelsWords.verdictTable(),
            verdictRows(verdicts, titleOf),
          ),
          tableFigure('sensitive-sets', levelsWords.isaTable(), setRows(sets)),
          tableFigure(
            'sensitive-remedies',
            levelsWords.remedyTable({ hostTitle: hostTitles(hostTitle) }),
            remedies.map(({ instructions, monitor, remedy, cycles }) => ({
              instructions,
              monitor,
              remedy,
              'cycles each': cycles.value,
              low: cycles.low,
              high: cycles.high,
              known: mark(cycles),
            })),
          ),
        ],
      },
    ],
  };
}
