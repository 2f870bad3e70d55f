/** On paper: the answer and the sections of first and second depth; tables that are looked up stay in the file. */
export const printCss = `
@page { size: A4; margin: 13mm 13mm 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print { :root, :root[data-theme] { color-scheme: light !important; --xs: 8pt; --s: 8.5pt; --m: 9.5pt; --l: 12pt; --xl: 17pt; }
  nav, .tools, button:not(.sort), .skip, .live, .part > details > summary::before { display: none !important; } .wide { display: block; } .narrow { display: none; }
  body { font-size: 9.5pt; } .sheet { max-width: none; padding: 0; } .columns { display: block; } .keys { margin: 10pt 0; grid-template-columns: repeat(auto-fit, minmax(28mm, 1fr)); }
  .wide svg { max-height: 82mm; max-width: 100%; width: auto; height: auto; margin: 0; } th .sort::after { content: none !important; }
  table { font-size: 7pt; } th, td { padding: 1.5pt 4pt; min-width: 0 !important; white-space: normal !important; position: static !important; } .scroll, .frame { overflow: visible; max-height: none; }
  thead { display: table-header-group; } tr, li, figure.chart { break-inside: avoid; } h2, h3, figcaption, summary { break-after: avoid; }
  /* A table of many columns would make the browser print the whole page small: it stays in the file. */
  figure:not(.chart):has(th:nth-child(14)) { display: none; }
  figure details { display: none; } figure { margin-top: 8pt; } .inside { padding-bottom: 8pt; }
  .first > details::details-content, .second > details::details-content, .asked::details-content { content-visibility: visible; block-size: auto; }
  .first .gist, .second .gist { display: none; } .third > details > summary { padding: 3pt 0; } footer { margin-top: 10pt; padding: 4pt 0 0; } }
`;
