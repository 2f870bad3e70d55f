import { present, u8, u32 } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { PageClass, PatternSpec } from '../../workloads/workload.ts';
import { closedFormMisses, expectedUniquePages, type LruShape } from './closed-form.ts';
import { patternWords } from './pattern-words.ts';
import { entryPage, kernelConfig, leafLevels, simulate, type TranslationCase } from './simulate.ts';

/** A quantity by formula and by simulation. */
export interface ClosedFormRow {
  what: string;
  unit: 'per access' | 'pages';
  closedForm: number;
  simulated: number;
}

/** Popularity of the pages that TLB entries of this case cover. Throws where no closed form holds. */
function popularityOf(spec: PatternSpec, input: TranslationCase): readonly PageClass[] {
  const { id, popularity } = findWorkload(spec.pattern);
  if (typeof popularity === 'string') {
    throw new UserError(`no closed form holds for ${id}: ${popularity}.`);
  }
  const classes = popularity(spec);
  const entry = entryPage(input);
  if (entry === '4K') return classes;
  const small = 512 ** (leafLevels[entry] - 1);
  const [only, ...more] = classes;
  if (more.length > 0 || present(only).pages % small !== 0) {
    throw new UserError(
      `no closed form is known for ${id} in ${entry} pages: which 4K pages share one is not in the formula.`,
    );
  }
  return [{ pages: present(only).pages / small, probability: present(only).probability * small }];
}

const shapeOf = ({ entries, ways }: { entries: number; ways: number }): LruShape => ({
  sets: entries / ways,
  ways,
});

function uniquePages(spec: PatternSpec, accesses: number): number {
  const seen = new Uint8Array(Math.ceil(spec.bytes / 4096 / 8));
  const { base } = findWorkload(spec.pattern).kernelPattern(spec);
  const first = base / 4096;
  let unique = 0;
  for (const words of patternWords(spec, accesses)) {
    const halves = new Uint32Array(words.buffer, words.byteOffset, words.length * 2);
    for (let i = 0; i < halves.length; i += 2) {
      const page = u32(halves, i + 1) * 2 ** 18 + (u32(halves, i) >>> 14) - first;
      const bit = 1 << (page & 7);
      if ((u8(seen, page >>> 3) & bit) !== 0) continue;
      seen[page >>> 3] = u8(seen, page >>> 3) | bit;
      unique++;
    }
  }
  return unique;
}

/**
 * Closed forms beside the simulation that judges them: TLB misses in the steady state (simulated after as many accesses
 * to warm up) and different pages touched. Throws a UserError for streams that are not stationary and independent.
 */
export function closedFormCase(
  input: TranslationCase,
  spec: PatternSpec,
  accesses: number,
): ClosedFormRow[] {
  const classes = popularityOf(spec, input);
  const { l1Tlb, l2Tlb } = kernelConfig(input, 'first-touch');
  const formula = closedFormMisses(classes, shapeOf(l1Tlb), l2Tlb ? shapeOf(l2Tlb) : undefined);
  const options = { ...input.options, caches: false, warmUpAccesses: accesses };
  const { l1Misses, walks } = simulate({ ...input, options }, { pattern: spec, accesses });
  const { popularity } = findWorkload(spec.pattern);
  const small = typeof popularity === 'string' ? [] : popularity(spec);
  return [
    {
      what: 'first-level TLB misses',
      unit: 'per access',
      closedForm: formula.l1Misses,
      simulated: l1Misses / accesses,
    },
    {
      what: 'walks',
      unit: 'per access',
      closedForm: formula.walks,
      simulated: walks / accesses,
    },
    {
      what: `4K pages touched by ${accesses} accesses`,
      unit: 'pages',
      closedForm: expectedUniquePages(small, accesses),
      simulated: uniquePages(spec, accesses),
    },
  ];
}
