import { UserError } from '../../errors.ts';
import { translateWords } from '../../messages/translate.ts';
import { closedFormCase } from '../../model/translation/closed-form-case.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import { patternOf, type SourceOptions } from '../../report/answers/translate-options.ts';
import { closedFormFigure } from '../../report/sections/closed-form.ts';
import { note, printJson } from '../../terminal/output.ts';
import { printOnlyTable } from '../../terminal/table.ts';

/** `virtcost translate --closed-form`: formulas for stationary, independent streams beside the simulation. */
export function translateClosedForm(
  options: SourceOptions & { html?: string; json?: boolean },
  input: TranslationCase,
): void {
  if (options.trace !== undefined) {
    throw new UserError(
      'no closed form holds for a trace: nothing says that its accesses are independent and stationary.',
    );
  }
  if (options.html !== undefined) {
    throw new UserError('expected --closed-form or --html, found both.');
  }
  const rows = closedFormCase(input, patternOf(options), options.accesses);
  const figure = closedFormFigure(rows);
  if (options.json) {
    printJson({ input: options, rows, figures: [figure] });
    return;
  }
  printOnlyTable(figure.rows, figure.title);
  note(translateWords.closedFormText());
}
