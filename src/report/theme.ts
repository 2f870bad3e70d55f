/** Fonts of the reader's own system; those that hold Chinese stand last, for what the others lack. */
export const fontStack =
  'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif';

/** Colours follow the reader's light or dark setting through CSS, also inside the charts. */
export const themeCss = `
:root { color-scheme: light dark;
  --fg: light-dark(#1b1f24, #e6e9ee); --soft: light-dark(#57606a, #a3adba);
  --bg: light-dark(#ffffff, #12161c); --card: light-dark(#f6f8fa, #1a2029);
  --line: light-dark(#d0d7de, #333c48); --grid: light-dark(#e7ebef, #27303b);
  --accent: light-dark(#0550ae, #79b8ff);
  --c1: light-dark(#7d8590, #8b949e); --c2: light-dark(#b42318, #ff8a75);
  --c3: light-dark(#0969da, #6cb6ff); --c4: light-dark(#1a7f37, #57c26d);
  --c5: light-dark(#9a5b00, #e3a73f); --c6: light-dark(#8250df, #c49bff);
  --c7: light-dark(#0e7490, #5cc8dc); --c8: light-dark(#bf3989, #f78fc4);
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg);
  font: 16px/1.55 ${fontStack}; }
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3em; }
h2 { font-size: 1.3rem; margin: 2.2em 0 .5em; padding-top: .4em; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.4em 0 .3em; }
p, ul, ol { max-width: 75ch; }
a { color: var(--accent); }
nav ul { display: flex; flex-wrap: wrap; gap: .2em 1.2em; padding: 0; margin: .8em 0; list-style: none; }
.lead { font-size: 1.08rem; } .soft { color: var(--soft); } .small { font-size: .875rem; }
figure { margin: 1em 0 1.6em; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
figcaption { margin-bottom: .6em; } figcaption strong { display: block; }
figcaption span { color: var(--soft); font-size: .92rem; }
figure svg { display: block; max-width: 100%; height: auto; }
.wide { display: block; } .narrow { display: none; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3em .7em; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td:first-child:not(.n) { min-width: 8em; } td.w { min-width: 20em; } th { font-weight: 600; white-space: nowrap; } td.n, th.n { text-align: right; white-space: nowrap; }
details > summary { cursor: pointer; color: var(--accent); font-size: .9rem; }
code, pre { font: .86em/1.5 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .7em 1em; overflow-x: auto; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25em 1.2em; font-size: .92rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px; padding: 0; margin: 1em 0; list-style: none; max-width: none; }
.answers li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.answers b { display: block; font-size: 1.45rem; line-height: 1.25; }
.answers span { display: block; color: var(--soft); font-size: .875rem; }
.marks { display: flex; flex-wrap: wrap; gap: .3em 1.6em; padding: 0; list-style: none; font-size: .92rem; }
button { font: inherit; font-size: .84rem; color: var(--fg); background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: .15em .7em; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tools { display: flex; gap: .5em; flex-wrap: wrap; margin-top: .5em; } .tools[hidden] { display: none; }
footer { margin-top: 3em; padding-bottom: 3em; color: var(--soft); font-size: .875rem; }
@media (max-width: 640px) { .wide { display: none; } .narrow { display: block; } .narrow svg { max-width: none; }
  body { font-size: 15px; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4em; }
  main, header, footer { padding-left: 14px; padding-right: 14px; } figure { padding: 10px; } }
@page { margin: 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print { :root, :root[data-theme] { color-scheme: light !important; }
  nav, .tools, button { display: none !important; } .wide { display: block; } .narrow { display: none; }
  body { font-size: 10pt; } table { font-size: 8pt; } th, td { padding: .25em .45em; } th { white-space: normal; }
  .scroll { overflow: visible; } thead { display: table-header-group; } tr, li, figure { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; } details::details-content { content-visibility: visible; block-size: auto; } }
`;

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
      `<pattern id="hatch-${i}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--card)"/><rect width="3" height="6" fill="var(--c${i})"/></pattern>`,
  )
  .join('')}</defs></svg>`;
