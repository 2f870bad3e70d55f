import type { Message } from '../../../message.ts';
import { liveWords as words } from '../../../messages/live.ts';
import { button } from '../button.ts';
import { shownCells } from '../downloads.ts';
import { speak } from '../language.ts';
import type { LiveTable } from '../tables.ts';
import { fileDrop } from './file-drop.ts';
import { make, spoken } from './make.ts';
import type { Verified } from './protocol.ts';
import type { LiveWorker } from './worker-host.ts';

/** Engines of JavaScript round powers and logarithms differently in the last bit; sums carry that on. */
const LAST_DIGITS = 1e-12;

function isClose(text: string, cell: string): boolean {
  const [a, b] = [Number(text), Number(cell)];
  return text !== '' && Math.abs(a - b) <= LAST_DIGITS * Math.abs(a);
}

/** Cells of the page's tables held against those that were computed. */
function heldAgainst(computed: Verified['tables'], shown: ReadonlyMap<string, LiveTable>) {
  const found = { equal: 0, close: 0, different: 0, first: '' };
  for (const { id, cells } of computed) {
    const rows = shown.get(id)?.rows ?? [];
    const texts = rows.map((row) => shownCells(row));
    const differs = (what: string) => {
      found.different++;
      if (found.first === '') found.first = what;
    };
    if (texts.length !== cells.length)
      differs(`${id}: ${texts.length} rows, ${cells.length} computed`);
    cells.forEach((row, r) => {
      row.forEach((cell, c) => {
        const text = texts[r]?.[c];
        if (text === cell) found.equal++;
        else if (text !== undefined && isClose(text, cell)) found.close++;
        else if (text !== undefined) differs(`${id}, row ${r + 1}: ${text}, ${cell} computed`);
      });
    });
  }
  return found;
}

function told(
  { equal, different, first, left, why, tables }: Verified,
  shown: ReadonlyMap<string, LiveTable>,
) {
  const held = heldAgainst(tables, shown);
  const lines: HTMLElement[] = [];
  const say = (text: Message, good: boolean) =>
    lines.push(spoken('p', text, good ? 'good' : 'bad'));
  if (different > 0) say(words.notVerified({ equal, different, first: first ?? '' }), false);
  else if (equal > 0) say(words.verified({ equal }), true);
  if (held.different > 0) say(words.shownDifferent(held), false);
  else say(words.shownEqual(held), true);
  if (held.close > 0) say(words.shownClose(held), true);
  const list = make('div', 'verdicts', ...lines);
  list.dataset.equal = String(equal + held.equal);
  list.dataset.different = String(different + held.different);
  if (left > 0) {
    const rest = make('p', 'soft');
    speak(rest, {
      en: words.notComputed({ cells: left, why: why.en }).in('en'),
      zh: words.notComputed({ cells: left, why: why.zh }).in('zh'),
    });
    list.append(rest);
  }
  return list;
}

/** The part of the panel that computes the page again. */
export function verifierOf(
  start: () => LiveWorker,
  shown: ReadonlyMap<string, LiveTable>,
): HTMLElement {
  const status = make('div');
  status.setAttribute('role', 'status');
  const { element: tools, field } = fileDrop('verify-files', words.verifyFiles());
  let worker: LiveWorker | undefined;
  let busy = false;
  const verify = async () => {
    if (busy) return;
    busy = true;
    try {
      worker ??= start();
      worker.onProgress = (done, all) => speak(status, words.verifyProgress({ done, all }));
      speak(status, words.computing());
      const reply = await worker.ask({ kind: 'verify', files: [...(field.files ?? [])] }, HOUR_MS);
      if (reply.kind === 'verified') {
        status.textContent = '';
        for (const name of Object.keys(status.dataset)) delete status.dataset[name];
        status.replaceChildren(told(reply.verified, shown));
      }
    } catch (error) {
      worker = undefined;
      speak(status, words.failed({ why: (error as Error).message }));
    }
    busy = false;
  };
  tools.append(button(words.verify(), verify));
  return make(
    'details',
    'verifier',
    spoken('summary', words.verifyTitle()),
    spoken('p', words.verifyText(), 'soft small'),
    tools,
    status,
  );
}

const HOUR_MS = 3_600_000;
