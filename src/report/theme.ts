import { layoutCss } from './theme/layout.ts';
import { liveCss } from './theme/live.ts';
import { paletteCss } from './theme/palette.ts';
import { printCss } from './theme/print.ts';
import { tablesCss } from './theme/tables.ts';

/** Colours follow the reader's light or dark setting through CSS, also inside the charts. */
export const themeCss = paletteCss + layoutCss + tablesCss + liveCss + printCss;

/** One colour per series, in order; as CSS variables so that charts follow the theme. */
export const seriesColours = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `var(--c${i})`);

/** The hatched twin of a series colour: what has a known path and no measured number. */
export const hatchedColours = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `url(#hatch-${i})`);

/** Definitions the hatched colours point to; placed once in the page. */
export const hatchDefinitions = `<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>${[
  1, 2, 3, 4, 5, 6, 7, 8,
]
  .map(
    (i) =>
      `<pattern id="hatch-${i}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--bg)"/><rect width="3" height="6" fill="var(--c${i})"/></pattern>`,
  )
  .join('')}</defs></svg>`;
