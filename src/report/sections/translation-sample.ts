import type { Figure } from '../../figure.ts';
import { significant } from '../../format.ts';
import type { Text } from '../../message.ts';
import { translateWords } from '../../messages/translate.ts';
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
    title: translateWords.estimates(),
    description: translateWords.estimatesText(),
    rows,
  };
}

/** The answer of a sampled run in a sentence. */
export function sampleLead({ quantities: { cycles }, share }: SampleResult): Text {
  return translateWords.sampled({
    estimate: cycles.estimate,
    low: cycles.low,
    high: cycles.high,
    toFixed: (100 * share).toFixed(1),
  });
}

/** A sampled run: the estimates, what their intervals are made of, and the windows. */
export function sampleSection(result: SampleResult): Section {
  const { accesses, share, windows, windowAccesses } = result;
  return {
    id: 'sample',
    title: translateWords.sampleTitle(),
    text: html`<p>${translateWords.sampleText({ toFixed: (100 * share).toFixed(1), accesses, windows, windowAccesses })}</p>`,
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
    title: translateWords.windowsTitle(),
    description: translateWords.windowsText(),
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
