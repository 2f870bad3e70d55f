import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import type { PageSize } from '../../hosts/host.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import type { SweepGrid } from '../../model/translation/sweep.ts';
import type { SourceOptions } from '../../report/answers/translate-options.ts';
import { countOf } from '../options.ts';
import { translateClosedForm } from './closed-form.ts';
import { translateCurve } from './curve.ts';
import { translateSample } from './sample.ts';
import { sweepGrid, translateSweep } from './sweep.ts';

/** Other answers than one simulation of one geometry. */
export interface StudyOptions {
  sweep?: SweepGrid | true;
  curve?: number | true;
  closedForm?: boolean;
  sample?: number;
  sampleWindow?: number;
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
      '--curve [share]',
      'misses of fully associative structures of 8 Ki to 1 Mi entries from 12 groups of a share of the pages (default 0.01)',
      shareOf,
    )
    .option(
      '--closed-form',
      'TLB misses by formula beside the simulation, for stationary, independent patterns',
    )
    .option(
      '--sample <share>',
      'simulate a share (0.1 or 10%) of the accesses: estimates with 95 % intervals, warm-up bias included',
      shareOf,
    )
    .option(
      '--sample-window <n>',
      'accesses of a window, three quarters of them warm-up (default: what fills the last cache, if so much is sampled)',
      (text) => countOf(text, 1),
    );
}

/** A share such as 0.1 or 10%. */
function shareOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text);
  const share = Number(match?.[1]) / (match?.[2] ? 100 : 1);
  if (share > 0 && share <= 0.5) return share;
  throw new UserError(`expected a share above 0 and at most 0.5 or 50%, found "${text}".`);
}

/** Answers with what of these is asked for; false where none is. */
export async function translateStudy<Options extends AllOptions>(
  options: Options,
  caseOf: (options: Options, mode: 'native' | 'nested') => Promise<TranslationCase>,
): Promise<boolean> {
  const { sweep, curve, closedForm, sample, mmu } = options;
  if (options.sampleWindow !== undefined && sample === undefined) {
    throw new UserError('expected --sample beside --sample-window, found none.');
  }
  const asked = [sweep, curve, closedForm, sample].filter((each) => each !== undefined);
  if (asked.length === 0) return false;
  if (asked.length > 1) {
    throw new UserError('expected --sweep, --curve, --closed-form or --sample, found several.');
  }
  if (sweep !== undefined) {
    await translateSweep({ ...options, sweep });
    return true;
  }
  if (curve !== undefined) {
    await translateCurve({ ...options, curve });
    return true;
  }
  if (mmu !== 'native' && mmu !== 'nested') {
    throw new UserError(
      `expected --mmu native or nested, whose walks are simulated, found ${mmu}.`,
    );
  }
  if (sample === undefined) translateClosedForm(options, await caseOf(options, mmu));
  else {
    const caseFor = (guestPage: PageSize) => caseOf({ ...options, guestPage }, mmu);
    await translateSample({ ...options, sample }, caseFor);
  }
  return true;
}
