import type { Figure } from '../../figure.ts';
import { significant } from '../../format.ts';
import type { SampleResult } from '../../model/translation/sample.ts';
import type { SampleQuantities } from '../../model/translation/sample-window.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';

const names: Record<keyof SampleQuantities, string> = {
  cycles: 'cycles of translation',
  l1Misses: 'first-level TLB misses',
  walks: 'walks',
  walkRefs: 'walk references',
  dramRefs: 'walk references to memory',
};

/** Estimates per access with their intervals and what these are made of. */
export function sampleFigure({ quantities }: SampleResult): Figure {
  const rows = (Object.keys(names) as (keyof SampleQuantities)[]).map((key) => {
    const { estimate, low, high, sampling, unseen, warmUp } = quantities[key];
    return {
      'per access': names[key],
      estimate,
      '95 % interval': `${significant(low)} to ${significant(high)}`,
      'sampling ±': sampling,
      'unseen ±': unseen,
      'warm-up ±': warmUp,
    };
  });
  return {
    id: 'sample-estimates',
    title: 'Estimates per access',
    description: 'What each interval is made of stands behind it.',
    rows,
  };
}

/** The answer of a sampled run in a sentence. */
export function sampleLead({ quantities: { cycles }, share }: SampleResult): string {
  return `Translation takes ${significant(cycles.estimate)} cycles per access, between ${significant(cycles.low)} and ${significant(cycles.high)} with 95 % confidence, from ${(100 * share).toFixed(1)} % of the accesses.`;
}

/** A sampled run: the estimates, what their intervals are made of, and the windows. */
export function sampleSection(result: SampleResult): Section {
  const { accesses, share, windows, windowAccesses } = result;
  return {
    id: 'sample',
    title: 'Estimated from a sample',
    text: html`<p>${(100 * share).toFixed(1)} % of ${accesses.toLocaleString('en-US')} accesses were simulated, in
${windows} windows of ${windowAccesses.toLocaleString('en-US')}, one at a random place of each equal part of the run. A window
starts with empty structures; its last quarter is measured. The interval has three parts. Sampling: the windows differ. Unseen: a
kind of behaviour that no window was drawn of, as cheap as nothing or as dear as the dearest start from empty structures. Warm-up:
references of which the warm-up cannot say whether older state would have held them, counted once as hits and once as misses. The
middle of the interval is no better known than the rest of it where warm-up is most of it.</p>`,
    figures: [sampleFigure(result), windowChart(result)],
  };
}

function windowChart({ measured, quantities }: SampleResult): Figure {
  const values = measured.map(({ start, lower, upper }) => ({
    start,
    low: lower.cycles,
    high: upper.cycles,
  }));
  const { low, high } = quantities.cycles;
  const y = { type: 'quantitative', title: 'cycles per access' } as const;
  return {
    id: 'sample-windows',
    title: 'Cycles per access of each window',
    description:
      'Each bar reaches from all unknown references hitting to all missing; the shaded band is the 95 % interval of the mean.',
    spec: {
      layer: [
        {
          data: { values: [{ low, high }] },
          mark: { type: 'rect', opacity: 0.2 },
          encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
        },
        {
          data: { values },
          mark: { type: 'rule', size: 3 },
          encoding: {
            x: {
              field: 'start',
              type: 'quantitative',
              title: 'access, millions',
              axis: { labelExpr: 'format(datum.value / 1e6, "~r")', tickCount: 6 },
            },
            y: { field: 'low', ...y },
            y2: { field: 'high' },
          },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: 24 },
          encoding: {
            x: { field: 'start', type: 'quantitative' },
            y: { field: 'high', ...y },
          },
        },
      ],
    },
    rows: values.map(({ start, low: least, high: most }) => ({
      'first access': start,
      'at least': least,
      'at most': most,
    })),
  };
}
