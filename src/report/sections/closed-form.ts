import type { Figure } from '../../figure.ts';
import type { ClosedFormRow } from '../../model/translation/closed-form-case.ts';

/** Formulas beside the simulation, and how far they are from it. */
export function closedFormFigure(rows: readonly ClosedFormRow[]): Figure {
  return {
    id: 'closed-form',
    title: 'Closed form beside the simulation',
    description: 'Steady state of independent references; the simulation is the judge.',
    rows: rows.map(({ what, unit, closedForm, simulated }) => ({
      what,
      unit,
      'closed form': closedForm,
      simulated,
      difference: closedForm - simulated,
    })),
  };
}
