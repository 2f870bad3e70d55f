import { oneTlb } from '../../kernels/translation/config.ts';
import { TranslationKernel } from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

const CHUNK = 65_536;

/** The first `accesses` of a synthetic stream as words of a trace, drawn by the kernel. */
export function* patternWords(spec: PatternSpec, accesses: number): Generator<BigUint64Array> {
  const pattern = findWorkload(spec.pattern).kernelPattern(spec);
  // Only the generator of the kernel runs: the geometry is the least there is.
  const kernel = new TranslationKernel(oneTlb({ entries: 1, ways: 1 }, 1, pattern), pattern);
  for (let left = accesses; left > 0; left -= CHUNK) yield kernel.generate(Math.min(left, CHUNK));
}
