import type { Summary } from '../../summary.ts';
import type { Section } from '../section.ts';

/** What a command answers, as its page shows it and its `--json` has it. */
export interface PageAnswer {
  summary: Summary;
  sections: readonly Section[];
}
