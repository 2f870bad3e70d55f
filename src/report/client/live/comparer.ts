import { liveWords as words } from '../../../messages/live.ts';
import { speak } from '../language.ts';
import { fileDrop } from './file-drop.ts';
import { make, spoken } from './make.ts';
import { keysOf, leadOf, tableOf } from './parts.ts';
import type { Compared, Said } from './protocol.ts';
import type { LiveWorker } from './worker-host.ts';

const MINUTE_MS = 60_000;

function shown({ sentence, sure, keys, tables }: Compared): HTMLElement {
  const folds = tables.map(tableOf);
  if (folds[0]) folds[0].open = true;
  const list = make('div', 'compared', leadOf(sentence), spoken('p', sure, 'soft small'));
  if (keys.length > 0) list.append(keysOf(keys));
  list.append(...folds);
  return list;
}

/** The part of the panel that takes another answer's files and says what is different. */
export function comparerOf(start: () => LiveWorker, what: Said): HTMLElement {
  const status = make('div');
  status.setAttribute('role', 'status');
  let busy = false;
  const compare = async (files: readonly File[]) => {
    if (busy || files.length === 0) return;
    busy = true;
    try {
      speak(status, words.computing());
      // A worker of its own: a file that keeps it busy ends with it.
      const reply = await start().ask({ kind: 'compare', files }, MINUTE_MS);
      if (reply.kind === 'compared') {
        for (const name of Object.keys(status.dataset)) delete status.dataset[name];
        status.replaceChildren(shown(reply.compared));
      }
    } catch (error) {
      speak(status, words.refused({ why: (error as Error).message }));
    }
    busy = false;
  };
  const { element, field } = fileDrop('compare-files', what);
  field.addEventListener('change', () => compare([...(field.files ?? [])]));
  const fold = make(
    'details',
    'comparer',
    spoken('summary', words.compareTitle()),
    element,
    status,
  );
  return fold;
}
