/** The panel in which a page computes: a few controls, the answer beside them on a wide screen. */
export const liveCss = `
.live { margin: 14px auto 18px; } .live > details { border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.live > details > summary { list-style: none; display: flex; gap: 2px 14px; align-items: baseline; flex-wrap: wrap; padding: 11px 16px; cursor: pointer; } .live > details > summary::-webkit-details-marker { display: none; }
.live > details > summary::before { content: "▸"; color: var(--soft); width: .8em; flex: none; } .live > details[open] > summary::before { content: "▾"; } .live h2 { font-size: var(--m); }
.live .inside { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr); gap: 12px 32px; padding: 4px 16px 18px; align-items: start; }
.top-line { display: flex; gap: 12px; justify-content: space-between; align-items: baseline; margin-bottom: 6px; } .top-line button { flex: none; }
.fields { display: grid; gap: 10px; } .field { display: grid; grid-template-columns: minmax(0, 1fr) max-content; gap: 1px 8px; align-items: baseline; } .field label { color: var(--soft); font-size: var(--xs); } .field.moved label { color: var(--accent); font-weight: 600; }
.field select, .field input { grid-column: 1 / -1; width: 100%; min-width: 0; } .field output { grid-row: 1; grid-column: 2; font-size: var(--xs); font-variant-numeric: tabular-nums; } .field input[type=range] { padding: 0; accent-color: var(--accent); }
.controls details { margin-top: 12px; } .controls details > summary { color: var(--accent); font-size: var(--s); margin-bottom: 8px; }
.answer { min-width: 0; } .answer .said { max-width: 88ch; font-size: var(--m); } .answer[data-state=look] .bars .span { stroke-dasharray: 3 2; } .answer .keys { margin: 12px 0; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); } .answer[data-state=behind] { opacity: .75; }
.bars { min-width: 0; width: 100%; table-layout: auto; } .bars caption { text-align: left; font-size: var(--s); font-weight: 600; padding-bottom: 4px; }
.bars th, .bars td { border: 0; padding: 1px 10px 1px 0; position: static !important; background: none !important; font-weight: 400; vertical-align: middle; min-width: 0 !important; } .bars th { white-space: nowrap; } .bars .draw { width: 55%; padding: 0 6px; } .bars svg { display: block; overflow: visible; }
.bars .bar { fill: var(--c3); } .bars .span { stroke: var(--fg); stroke-width: 1.5; } .bars .was { stroke: var(--c2); stroke-width: 2; } .bars text { fill: var(--fg); font-size: 12px; } .was-key::before { content: "|"; color: var(--c2); font-weight: 900; margin-right: .5em; }
.answer details { margin-top: 8px; } .answer summary { color: var(--accent); font-size: var(--s); } .file { max-height: 20rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; background: var(--bg); }
.verifier, .comparer { grid-column: 1 / -1; border-top: 1px solid var(--line); padding-top: 8px; } .verifier > summary, .comparer > summary { color: var(--accent); font-size: var(--s); } .drop { align-items: baseline; } .drop label { font-size: var(--s); color: var(--soft); } .drop input { width: auto; } .good::before { content: "✓ "; color: var(--yes); font-weight: 700; } .bad::before { content: "✕ "; color: var(--no); font-weight: 700; }
@media screen and (max-width: 700px) { .live .inside { grid-template-columns: minmax(0, 1fr); } .answer .keys { grid-template-columns: 1fr 1fr; }
  .bars tbody, .bars caption { display: block; } .bars tr { display: grid; grid-template-columns: minmax(0, 1fr) max-content; margin-bottom: 4px; } .bars .draw { grid-row: 2; grid-column: 1 / -1; width: auto; padding: 0; } .bars td.n { padding: 0; font-size: var(--xs); } }
`;
