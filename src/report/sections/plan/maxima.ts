import { measureWords } from '../../../plan/limits/measures.ts';
import type { MaximaRow } from '../../../plan/maxima.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import type { Topic } from '../../topic.ts';

/** What platforms support at most, beside what is asked; `named`: the reader chose the platforms. */
export function maximaTopic(
  rows: readonly MaximaRow[],
  holding: readonly string[],
  named: boolean,
): Topic {
  const platforms = new Set(rows.map(({ platform }) => platform));
  const asked = rows.some(({ fits }) => fits !== null);
  const beyond = rows.filter(({ fits }) => fits === false);
  const over = beyond
    .slice(0, 3)
    .map(
      ({ platform, limit, asked: value }) =>
        `${platform} has at most ${limit.most.value} ${limit.most.unit}, asked ${value}`,
    );
  return {
    title: 'Maxima of platforms',
    question: 'What do platforms support at most?',
    advice: [
      {
        action:
          holding.length > 0
            ? 'Choose among the platforms that hold it.'
            : 'Make the machine or host smaller.',
        gain: `${holding.length} of ${platforms.size} hold it.`,
      },
    ],
    key: { column: 'at most', label: 'platform' },
    sentence: asked
      ? `${holding.length} of ${platforms.size} platforms hold it${holding.length > 0 ? `: ${holding.join(', ')}` : ''}.${over.length > 0 ? ` ${over.join('; ')}.` : ''}`
      : `Maxima of ${platforms.size} platforms; state a size (--vcpus, --memory, --host-cores, …) to see which hold it.`,
    result: {
      holding,
      maxima: rows.map(({ platform, limit, asked: value, fits }) => ({
        platform,
        measure: limit.measure,
        most: limit.most.value,
        status: limit.most.unverified ? 'unverified' : limit.most.status,
        source: limit.most.source,
        asked: value,
        fits,
      })),
    },
    exitCode: named && beyond.length > 0 ? 3 : 0,
    sections: [
      {
        id: 'maxima',
        title: 'By platform and release',
        text: html`<p><code>plan --platform</code> checks them against an inventory; what it does not tell is checked here only.</p>`,
        figures: [
          tableFigure(
            'maxima-table',
            'Maxima',
            rows.map(({ platform, limit, asked: value, fits }) => ({
              platform,
              measure: measureWords[limit.measure],
              'at most': limit.most.value,
              asked: value,
              fits,
              known: mark(limit.most),
              source: limit.most.source,
            })),
          ),
        ],
      },
    ],
  };
}
