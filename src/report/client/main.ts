// What the page does once scripts run: tables that sort and filter, values of marks, folds and state in the address,
// downloads of what is shown, keys, a light/dark switch, and a switch of the language.

import { page } from '../../messages/page.ts';
import { button } from './button.ts';
import { offerDownloads } from './downloads.ts';
import { listenToKeys } from './keys.ts';
import { offerLanguages } from './language.ts';
import { wakePanel } from './live/panel.ts';
import { wakeSections } from './sections.ts';
import { keep, recall } from './state.ts';
import { LiveTable } from './tables.ts';
import { tellValues } from './values.ts';

const tables = new Map<string, LiveTable>();
for (const figure of document.querySelectorAll<HTMLElement>('figure')) {
  const table = figure.querySelector('table');
  const frame = table?.closest<HTMLElement>('.frame');
  const live = table && frame ? new LiveTable(table, frame, figure.id) : undefined;
  if (live) tables.set(figure.id, live);
  offerDownloads(figure, table, live);
  figure.querySelector('.tools')?.append(...[...(live?.filter() ?? []), ...(live?.fields() ?? [])]);
  for (const chart of figure.querySelectorAll<HTMLElement>('.wide, .narrow'))
    tellValues(chart, live);
}

const root = document.documentElement;
const theme = recall('theme');
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

function switchTheme(): void {
  const dark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  keep('theme', root.dataset.theme);
}

const tools = document.querySelector('[data-tools]');
tools?.append(button(page.theme(), switchTheme));
if (tools) offerLanguages(tools);
wakeSections();
wakePanel(tables);
listenToKeys(switchTheme);

// Browsers that do not open folds in print by style: those that are printed, and only for it.
const printed = [...document.querySelectorAll<HTMLDetailsElement>('.second > details, .asked')];
const closed = () => printed.filter((fold) => !fold.open);
let opened: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  opened = closed();
  for (const fold of opened) fold.open = true;
});
addEventListener('afterprint', () => {
  for (const fold of opened) fold.open = false;
});
