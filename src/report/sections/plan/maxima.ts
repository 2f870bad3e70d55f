import { cellWords } from '../../../messages/cells.ts';
import { cloudWords } from '../../../messages/plan-cloud.ts';
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
  const over = beyond.slice(0, 3).map(({ platform, limit, asked: value }) =>
    cloudWords.beyond({
      platform,
      most: limit.most.value,
      unit: cellWords(limit.most.unit),
      asked: value ?? 0,
    }),
  );
  return {
    title: cloudWords.maximaTitle(),
    question: cloudWords.maximaQuestion(),
    advice: [
      {
        action: holding.length > 0 ? cloudWords.choose() : cloudWords.smaller(),
        gain: cloudWords.holding({ n: holding.length, all: platforms.size }),
      },
    ],
    key: { column: 'at most', label: 'platform' },
    sentence: asked
      ? cloudWords.hold({
          n: holding.length,
          all: platforms.size,
          names: holding.length > 0 ? cloudWords.named({ names: holding }) : '',
          over: over.length > 0 ? cloudWords.over({ parts: over }) : '',
        })
      : cloudWords.maxima({ n: platforms.size }),
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
        title: cloudWords.byPlatform(),
        text: html`<p>${cloudWords.maximaText()}</p>`,
        figures: [
          tableFigure(
            'maxima-table',
            cloudWords.maximaTable(),
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
