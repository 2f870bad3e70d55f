import { z } from 'zod';
import { nth } from '../../elements.ts';
import { printable, UserError } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { bundledData } from '../bundled.ts';
import { type Case, type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { exampleTraces } from '../translation/index.ts';
import { forkwaitAnchors, predictForkwait } from './forkwait.ts';
import { judge } from './judge.ts';
import { gupsAnchors, predictMachine } from './machines.ts';
import { predictOracle } from './oracle.ts';
import { predictPrice } from './prices.ts';
import { predictProcesses, processAnchors } from './processes.ts';
import { predictSemantics } from './semantics.ts';
import { predictShadow } from './shadow.ts';
import { type Predictor, type Target, targetSchema } from './target.ts';
import { predictWalk } from './walks.ts';
import { winnerCases } from './winners.ts';

/** Who is asked for a prediction, in turn. */
const predictors: readonly Predictor[] = [
  predictWalk,
  predictSemantics,
  predictShadow,
  predictPrice,
  predictProcesses,
  predictForkwait,
  predictMachine,
  predictOracle,
];

const fileSchema = z.union([
  z.array(z.unknown()),
  z.object({ targets: z.array(z.unknown()) }).transform((file) => file.targets),
]);

async function readTargets(options: SuiteOptions): Promise<Target[]> {
  const path = options.data ?? bundledData('memory/targets.json');
  const file = fileSchema.safeParse(await readJson(path));
  if (!file.success) {
    throw new UserError(
      printable(`${path}: expected entries in the form of memory-reference.json.`),
    );
  }
  return file.data.map((entry, i) => {
    const target = targetSchema.safeParse(entry);
    if (target.success) return target.data;
    const { path: where, message } = nth(target.error.issues, 0);
    throw new UserError(printable(`${path}: entry ${i}: ${where.join('.')}: ${message}.`));
  });
}

/** Entries whose source doubts its own figure: shown with their error, not judged. */
const doubted: Readonly<Record<string, string>> = {
  'mem.res.pvm.rt.msr.kvm_bm':
    'weak row: the paper calls the access free of exits, yet prints more than a hypercall',
};

/** Entries the model starts from; what a model is told is no evidence for it. */
const anchors: Readonly<Record<string, number>> = {
  ...processAnchors,
  ...forkwaitAnchors,
  ...gupsAnchors,
};

/** Standard deviation over mean of the rows whose source prints both (RandomAccess, ten runs each). */
const repeatability: Readonly<Record<string, number>> = {
  'mem.res.gups.one.native': 0.00144 / 0.045792,
  'mem.res.gups.one.kvm': 0.001476 / 0.039363,
  'mem.res.gups.one.docker': 0.001873 / 0.045738,
  'mem.res.gups.two.native': 0.000286 / 0.012613,
  'mem.res.gups.two.kvm': 0.000315 / 0.012476,
  'mem.res.gups.two.docker': 0.00044 / 0.012396,
};

/** What would have to be measured to predict a gate that is missed. */
const toMeasure: Readonly<Record<string, string>> = {
  'mem.here.walk.4096': "where the guest's frames lie, and the walk caches of this part",
  'mem.here.walk.thp.4096': 'the start of a walk and the walk caches of this part',
  'mem.res.pvm.rt.pio.pvm_nst':
    'entries of the outer monitor per port access (perf kvm stat there)',
  'mem.res.pvm.mmap.kvm-ept-nested':
    'exits to the outer monitor per page of a first mapping (perf kvm stat there, lat_mmap here); the row needs 0.8 us a page, the page-fault row shows 0.04',
  'mem.res.pvm.exec.kvm-ept-nested.p1':
    'exits to the outer monitor per exec: file access is in at 11.4 us an open, some 200 us are not',
  'mem.res.pvm.sh.kvm-ept-nested.p1':
    'exits to the outer monitor per exec: file access is in at 11.4 us an open, some 500 us are not',
};

/** A sentence for each missed gate: by how much, and what is not known. */
function missedGates(cases: readonly Case[]): string[] {
  return cases
    .filter(({ pass }) => !pass)
    .map((entry) => {
      const why = Object.hasOwn(toMeasure, entry.id) ? toMeasure[entry.id] : undefined;
      return `${entry.id}: ${deviation(entry)}to be measured: ${why ?? 'not known'}`;
    });
}

/** Why an entry is shown and not judged. */
function unjudged(id: string): string | undefined {
  if (Object.hasOwn(anchors, id)) return 'an input of the model (anchor)';
  return Object.hasOwn(doubted, id) ? doubted[id] : undefined;
}

/** Value by id; null where an input (a trace) is missing, absent where there is no model. */
async function predictAll(targets: readonly Target[], options: SuiteOptions) {
  const values = new Map<string, unknown>();
  const context = { traces: options.traces ?? exampleTraces };
  for (const { id } of targets) {
    for (const predictor of predictors) {
      const value = await predictor(id, context);
      if (value === undefined) continue;
      values.set(id, value);
      break;
    }
  }
  return values;
}

const deviation = ({ error }: Case) =>
  error === null || error === 0 ? '' : `deviation of ${(100 * error).toFixed(0)} %: `;

/** Every entry of memory-reference.json there is a model for (docs/model/memory.md lists the others). */
export const memory: Suite = {
  id: 'memory',
  title: 'Memory virtualization: published and measured targets',
  repeatability: {
    system: 'Published rows and one measured guest',
    known: 'not known',
    note: 'most sources print one figure; RandomAccess has ten runs (standard deviation below), the measured guest a range.',
  },
  async predict(options): Promise<Prediction[]> {
    const targets = await readTargets(options);
    const values = await predictAll(targets, options);
    return targets.flatMap(({ id }) => {
      const value = values.get(id);
      return value === undefined || value === null ? [] : [{ id, value }];
    });
  },
  async validate(options) {
    const targets = await readTargets(options);
    const values = await predictAll(targets, options);
    const cases: Case[] = [];
    const missing = { withoutModel: [] as string[], withoutTrace: [] as string[] };
    const listed: { id: string; reason: string }[] = [];
    for (const target of targets) {
      if (target.use === 'info') continue;
      const value = values.get(target.id);
      if (value === undefined) missing.withoutModel.push(target.id);
      else if (value === null) missing.withoutTrace.push(target.id);
      else {
        const compared = judge(target, value);
        const why = unjudged(target.id);
        const own = Object.hasOwn(repeatability, target.id)
          ? { repeatability: repeatability[target.id] ?? null }
          : {};
        if (why === undefined) cases.push({ ...compared, ...own });
        else listed.push({ id: target.id, reason: `${deviation(compared)}${why}` });
      }
    }
    cases.push(...winnerCases(targets, values));
    const sentences = missedGates(cases);
    return { cases, summary: { ...summarize(cases), ...missing, listed, sentences } };
  },
};
