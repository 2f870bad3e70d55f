import { fontStack } from './palette.ts';

/** The grid of the page: an opening over the whole width, then a list of sections beside them. */
export const layoutCss = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg);
  font: 16px/1.5 ${fontStack}; }
.sheet { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
h1, h2, h3, p, ul, ol, dl, figure { margin: 0; }
h2 { font-size: var(--l); line-height: 1.3; font-weight: 650; } h3 { font-size: var(--m); margin: 1em 0 .3em; }
p, main ul, main ol { max-width: 78ch; } main p + p { margin-top: .6em; }
a { color: var(--accent); text-underline-offset: .15em; }
.soft { color: var(--soft); } .small { font-size: var(--s); }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 4px 8px; z-index: 9; }
.top { display: flex; flex-wrap: wrap; gap: 0 1.2em; align-items: baseline; padding: 18px 0 10px; border-bottom: 1px solid var(--line); font-size: var(--s); color: var(--soft); }
.top b { color: var(--fg); letter-spacing: .02em; } .top .right { margin-left: auto; display: flex; gap: .5em; }
h1 { font-size: var(--m); font-weight: 500; color: var(--soft); margin: 22px 0 6px; }
.lead { font-size: var(--m); max-width: 88ch; } .lead strong { display: block; font-size: var(--xl); line-height: 1.22; font-weight: 680; letter-spacing: -.01em; margin-bottom: .3em; max-width: 52ch; text-wrap: balance; }
.yes strong::before, .no strong::before, .unsure strong::before { display: inline-block; width: 1.2em; font-weight: 700; }
.yes strong::before { content: "✓"; color: var(--yes); } .no strong::before { content: "✕"; color: var(--no); } .unsure strong::before { content: "?"; color: var(--unsure); }
.what-ifs { list-style: none; padding: 0; margin-top: .7em; max-width: 88ch; } .what-ifs li { padding-left: 1.1em; text-indent: -1.1em; } .what-ifs li::before { content: "→ "; color: var(--accent); }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); list-style: none; padding: 0; margin: 22px 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; gap: 1px; background: var(--bg); }
.keys li { outline: 1px solid var(--line); padding: 12px 16px; } .keys span { display: block; color: var(--soft); font-size: var(--xs); line-height: 1.4; } .keys b { display: block; font-size: var(--l); line-height: 1.35; font-weight: 650; font-variant-numeric: tabular-nums; }
.brief { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 8px 40px; }
.brief h2 { font-size: var(--s); text-transform: none; color: var(--soft); font-weight: 600; margin-bottom: 4px; } .brief p + h2 { margin-top: 12px; }
.brief ol { padding-left: 1.3em; } .brief li { margin-bottom: 6px; } .brief li::marker { color: var(--soft); } .brief em { font-style: normal; color: var(--soft); } .brief .gain::before { content: "— "; }
.asked { margin: 20px 0 0; padding: 10px 0; border-top: 1px solid var(--line); font-size: var(--s); }
.asked summary { overflow-wrap: anywhere; color: var(--soft); } .asked dl { margin: 10px 0 4px; }
nav.list { border-top: 1px solid var(--line); padding: 8px 0; }
nav.list ul { display: flex; gap: 2px 14px; flex-wrap: wrap; list-style: none; padding: 0; font-size: var(--s); }
nav.list a { color: var(--soft); text-decoration: none; display: block; padding: 2px 0; } nav.list a:hover, nav.list a[aria-current] { color: var(--accent); }
.part { border-top: 1px solid var(--line); scroll-margin-top: 8px; } .part > details > summary { list-style: none; padding: 11px 0; display: flex; gap: 2px 14px; align-items: baseline; flex-wrap: wrap; cursor: pointer; }
.part > details > summary::-webkit-details-marker { display: none; } .part > details > summary::before { content: "▸"; color: var(--soft); width: .8em; flex: none; } .part > details[open] > summary::before { content: "▾"; }
.part > details > summary h2 { font-size: var(--m); max-width: calc(100% - 2em); } .part > details[open] > summary h2 { font-size: var(--l); } .gist { color: var(--soft); font-size: var(--s); } .part > details[open] > summary .gist { display: none; }
.inside { padding: 0 0 22px; }
figure { margin-top: 18px; } figcaption { margin-bottom: 8px; max-width: 88ch; } figcaption strong { display: block; font-weight: 600; }
figcaption span { color: var(--soft); font-size: var(--s); }
figure svg text { font-family: ${fontStack}; } figure svg { display: block; max-width: 100%; height: auto; } .wide { display: block; } .narrow { display: none; }
details > summary { cursor: pointer; } figure details > summary { color: var(--accent); font-size: var(--s); padding: 3px 0; }
code, pre { font: .9em/1.5 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 18px; font-size: var(--s); } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 10px 24px; padding: 0; margin: .4em 0; list-style: none; max-width: none; }
.answers b { display: block; font-size: var(--l); line-height: 1.3; } .answers span { display: block; color: var(--soft); font-size: var(--s); }
.marks { display: flex; flex-wrap: wrap; gap: 2px 22px; padding: 0; list-style: none; font-size: var(--s); margin-top: 10px; max-width: none; }
button, input, select { font: inherit; font-size: var(--xs); color: var(--fg); background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 3px 9px; }
button { cursor: pointer; } button:hover { border-color: var(--accent); color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tools { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 6px; } .tools[hidden] { display: none; }
[data-v]:hover, [data-v].lit { stroke: var(--fg); stroke-width: 1.5; }
.bubble { position: fixed; z-index: 20; max-width: 22rem; white-space: pre-line; background: var(--fg); color: var(--bg); font-size: var(--xs); line-height: 1.4; padding: 5px 9px; border-radius: 5px; pointer-events: none; } .bubble[hidden] { display: none; }
dialog { border: 1px solid var(--line); border-radius: 8px; background: var(--bg); color: var(--fg); padding: 18px 22px; } dialog dl { grid-template-columns: max-content 1fr; margin-bottom: 14px; } kbd { font: .9em ui-monospace, monospace; }
.tools input { width: 11rem; }
footer { margin-top: 36px; padding-bottom: 40px; } footer::before { content: ""; display: block; border-top: 1px solid var(--line); margin-bottom: 14px; } footer { color: var(--soft); font-size: var(--s); }
@media (min-width: 1100px) { .columns { display: grid; grid-template-columns: 190px minmax(0, 1fr); gap: 34px; }
  nav.list { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 11px 0; } nav.list ul { display: block; } nav.list li { line-height: 1.35; } }
@media screen and (max-width: 700px) { .sheet { padding: 0 16px; } .wide { display: none; } .narrow { display: block; } .narrow svg { max-width: none; }
  .lead strong { font-size: 1.4rem; } .brief { grid-template-columns: 1fr; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; }
  .keys { grid-template-columns: 1fr 1fr; } .keys li:last-child:nth-child(odd) { grid-column: 1 / -1; } .keys li { padding: 10px 12px; } }
`;
