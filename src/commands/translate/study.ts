import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import type { PageSize } from '../../hosts/host.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import type { SweepGrid } from '../../model/translation/sweep.ts';
import { translateClosedForm } from './closed-form.ts';
import type { SourceOptions } from './source.ts';
import { sweepGrid, translateSweep } from './sweep.ts';

/** Other answers than one simulation of one geometry. */
export interface StudyOptions {
  sweep?: SweepGrid | true;
  closedForm?: boolean;
}

interface AllOptions extends SourceOptions, StudyOptions {
  host: string;
  mmu: string;
  guestPage?: PageSize;
  html?: string;
  json?: boolean;
}

export function addStudyOptions(command: Command): Command {
  return command
    .option(
      '--sweep [grid]',
      'misses of every TLB of a grid, SETSxWAYS, from one pass (default: 16,...,1024x1-20, 200 of them)',
      sweepGrid,
    )
    .option(
      '--closed-form',
      'TLB misses by formula beside the simulation, for stationary, independent patterns',
    );
}

/** Answers with a sweep or a closed form where one is asked for; false where none is. */
export async function translateStudy<Options extends AllOptions>(
  options: Options,
  caseOf: (options: Options, mode: 'native' | 'nested') => Promise<TranslationCase>,
): Promise<boolean> {
  const { sweep, closedForm, mmu } = options;
  const asked = [sweep, closedForm].filter((each) => each !== undefined);
  if (asked.length === 0) return false;
  if (asked.length > 1) throw new UserError('expected --sweep or --closed-form, found several.');
  if (sweep !== undefined) {
    await translateSweep({ ...options, sweep });
    return true;
  }
  if (mmu !== 'native' && mmu !== 'nested') {
    throw new UserError(
      `expected --mmu native or nested, whose walks are simulated, found ${mmu}.`,
    );
  }
  translateClosedForm(options, await caseOf(options, mmu));
  return true;
}
