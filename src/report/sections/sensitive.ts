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
  const word = (isa: string) => sets.find(({ id }) => id === isa)?.title ?? isa;
  const good = classic
    .filter(({ equivalence }) => equivalence === 'yes')
    .map(({ isa }) => word(isa));
  const bad = classic
    .filter(({ equivalence }) => equivalence !== 'yes')
    .map(({ isa, brokenBy }) => `${word(isa)} (${brokenBy.length} silent)`);
  const named = sets.some(({ id }) => id === 'ia-32')
    ? ' The paper counts 17 by its headline; the list that was read names 18.'
    : '';
  return {
    title: 'Popek and Goldberg, by instruction set and monitor',
    question: 'Where does trap and emulate hold, and what breaks it?',
    advice: [
      {
        action: 'Use hardware assistance where there is a guest mode.',
        gain: 'No silent instruction is left to rewrite.',
      },
    ],
    key: { column: 'silent instructions', label: 'instruction set' },
    sentence:
      first && classic.length > 0
        ? `Trap and emulate holds on ${good.length > 0 ? good.join(', ') : 'none of them'}${bad.length > 0 ? `; it breaks on ${bad.join(', ')}` : ''}.${named}`
        : `${verdicts.length} verdicts on ${sets.map(({ title }) => title).join(', ')}.`,
    result: {
      verdicts,
      remedies: remedies.map(({ cycles, ...rest }) => ({ ...rest, cycles: cycles.value })),
    },
    sections: [
      {
        id: 'conditions',
        title: 'Equivalence, resource control, efficiency',
        text: html`<p>保真, 安全, 高效. Equivalence: the guest behaves as on the machine. Resource control: it has only what
          the monitor gives. Efficiency: harmless instructions run on the processor itself.</p>`,
        figures: [
          tableFigure('sensitive-verdicts', 'Verdicts', verdictRows(verdicts, word)),
          tableFigure('sensitive-sets', 'Instruction sets', setRows(sets)),
          tableFigure(
            'sensitive-remedies',
            `What the remedies cost on ${hostTitle}`,
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
