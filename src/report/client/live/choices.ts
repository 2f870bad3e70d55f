import type { Text } from '../../../message.ts';
import { liveWords as words } from '../../../messages/live.ts';
import type { Choice, Control, Values } from './protocol.ts';
import { said } from './said.ts';

/** How much of what was asked: halves and doubles as they are written, so that an address says what it means. */
const factors = ['1/64', '1/16', '1/8', '1/4', '1/2', '1', '2', '4', '8', '16', '64'] as const;

/** The number of a factor; 1 for anything else. */
export function factorOf(text: string | undefined): number {
  const known = (factors as readonly string[]).includes(text ?? '');
  const [over, under = 1] = known ? (text ?? '1').split('/').map(Number) : [1];
  return (over ?? 1) / under;
}

/** A slider over multiples of what was asked, each with what it comes to. */
export function multiples(
  id: string,
  label: Text,
  values: Values,
  text: (factor: number, name: string) => Text | null,
): Control {
  const choices = factors.flatMap((name): Choice[] => {
    const shown = text(factorOf(name), name);
    if (shown === null) return [];
    return [{ value: name, text: said(name === '1' ? words.asAsked({ text: shown }) : shown) }];
  });
  const value = choices.some((choice) => choice.value === values[id]) ? (values[id] ?? '1') : '1';
  return { id, label: said(label), kind: 'slider', choices, value, asked: '1' };
}

/** A list of names to choose from. */
export function list(
  id: string,
  label: Text,
  choices: readonly (readonly [value: string, text: Text])[],
  { chosen, asked }: { chosen: string; asked: string },
): Control {
  return {
    ...{ id, label: said(label), kind: 'list', value: chosen, asked },
    choices: choices.map(([value, text]) => ({ value, text: said(text) })),
  };
}

/** The number chosen among steps; what was asked for anything else. */
export function stepOf(text: string | undefined, asked: number, all: readonly number[]): number {
  // As the control writes it: an empty text is no 0, whatever a number of it would be.
  return all.find((value) => String(value) === text) ?? asked;
}

/** A slider over numbers as they are, what was asked among them. */
export function steps(
  id: string,
  label: Text,
  values: Values,
  { asked, all, text }: { asked: number; all: readonly number[]; text: (value: number) => Text },
): Control {
  const known = [...new Set([...all, asked])].sort((a, b) => a - b);
  return {
    ...{ id, label: said(label), kind: 'slider', asked: String(asked) },
    value: String(stepOf(values[id], asked, all)),
    choices: known.map((value) => ({
      value: String(value),
      text: said(value === asked ? words.asAsked({ text: text(value) }) : text(value)),
    })),
  };
}
