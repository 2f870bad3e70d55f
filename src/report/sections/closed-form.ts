import type { Figure } from '../../figure.ts';
import { translateWords } from '../../messages/translate.ts';
import type { ClosedFormRow } from '../../model/translation/closed-form-case.ts';

/** Formulas beside the simulation, and how far they are from it. */
export function closedFormFigure(rows: readonly ClosedFormRow[]): Figure {
  return {
    id: 'closed-form',
    title: translateWords.closedForm(),
    description: translateWords.closedFormText(),
    rows: rows.map(({ what, unit, closedForm, simulated }) => ({
      what,
      unit,
      'closed form': closedForm,
      simulated,
      difference: closedForm - simulated,
    })),
  };
}
