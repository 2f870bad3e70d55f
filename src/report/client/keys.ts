import { page } from '../../messages/page.ts';
import { button } from './button.ts';
import { speak } from './language.ts';
import { openAll, stepSection } from './sections.ts';

const keys = [
  ['?', page.keyHelp()],
  ['j / k', page.keyStep()],
  ['o / c', page.keyFold()],
  ['/', page.keyFilter()],
  ['t', page.theme()],
  ['← →', page.keyMarks()],
] as const;

/** The sheet of keys, which `?` opens. */
function sheet(): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', page.keyHelp().in('en'));
  const list = document.createElement('dl');
  for (const [key, what] of keys) {
    const [term, meaning] = [document.createElement('dt'), document.createElement('dd')];
    term.append(Object.assign(document.createElement('kbd'), { textContent: key }));
    speak(meaning, what);
    list.append(term, meaning);
  }
  dialog.append(
    list,
    button(page.close(), () => dialog.close()),
  );
  document.body.append(dialog);
  return dialog;
}

/** Keys that reach every part of the page; they do nothing while a reader types. */
export function listenToKeys(switchTheme: () => void): void {
  const dialog = sheet();
  const acts: Record<string, () => void> = {
    '?': () => dialog.showModal(),
    j: () => stepSection(1),
    k: () => stepSection(-1),
    o: () => openAll(true),
    c: () => openAll(false),
    t: switchTheme,
    '/': () => document.querySelector<HTMLElement>('details[open] input[type=search]')?.focus(),
  };
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as Element).closest('input, textarea, select, dialog');
    const act = acts[event.key];
    if (typing || !act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}
