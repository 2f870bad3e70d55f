/** Tables scroll inside a frame that can be seen, their first column stays; on a phone short ones are cards. */
export const tablesCss = `
.scroll { overflow-x: auto; max-width: 100%; position: relative; }
.frame { overflow: auto; max-height: 32rem; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; font-size: var(--s); font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { padding: 5px 12px; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
th { font-weight: 600; white-space: nowrap; position: sticky; top: 0; background: var(--card); z-index: 1; border-bottom-color: var(--line); }
td:first-child, th:first-child { position: sticky; left: 0; background: var(--bg); border-right: 1px solid var(--grid); }
th:first-child { z-index: 2; background: var(--card); }
td:first-child:not(.n) { min-width: 7em; max-width: 22em; } td.w { min-width: 20em; } .t td.f { min-width: 9em; } td.n, th.n { text-align: right; white-space: nowrap; } .t td { white-space: nowrap; } .t td.w, .t td.f { white-space: normal; }
.phone { display: none; }
tr.lit td { background: color-mix(in srgb, var(--accent) 14%, var(--bg)); }
th button.sort { all: unset; cursor: pointer; } th button.sort:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } th[aria-sort=ascending] .sort::after { content: " ▲"; } th[aria-sort=descending] .sort::after { content: " ▼"; }
@media screen and (max-width: 700px) { td.w { min-width: 12em; } .cards { max-height: none; } .cards thead { position: absolute; clip-path: inset(50%); } .cards table, .cards tbody, .cards tr, .cards td { display: block; }
  .cards tr { padding: 8px 12px; border-bottom: 1px solid var(--line); } .cards td { border: 0 !important; padding: 1px 0; display: flex; justify-content: space-between; gap: 16px; text-align: right; min-width: 0 !important; max-width: none !important; white-space: normal !important; overflow-wrap: anywhere; position: static; }
  .phone { display: inline-block; } .cards.few td.more { display: none; }
  .cards td::before { content: attr(data-h); color: var(--soft); text-align: left; flex: none; max-width: 50%; } .cards td:first-child { font-weight: 600; } }
`;
