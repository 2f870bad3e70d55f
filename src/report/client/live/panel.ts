import { liveWords as words } from '../../../messages/live.ts';
import { button } from '../button.ts';
import { save } from '../downloads.ts';
import { speak } from '../language.ts';
import { keep, recalled } from '../state.ts';
import type { LiveTable as ShownTable } from '../tables.ts';
import { barTable } from './bars.ts';
import { comparerOf } from './comparer.ts';
import { Controls } from './controls.ts';
import { fileDrop } from './file-drop.ts';
import { make, spoken } from './make.ts';
import { keysOf, leadOf, tableOf } from './parts.ts';
import { payload } from './payload.ts';
import type { Control, LiveAnswer, Said, Values } from './protocol.ts';
import { verifierOf } from './verifier.ts';
import { Latest, LiveWorker } from './worker-host.ts';

/** Names of the panel's values in the address. */
const PREFIX = 'w.';

function askOf({ command, file }: LiveAnswer['ask']): HTMLElement {
  const text = make('code', '', command);
  const tools = make(
    'div',
    'tools',
    button(words.copy(), () => copied(file?.text ?? command)),
  );
  const fold = make('details', 'asking', spoken('summary', words.ask()), text, tools);
  if (file) {
    tools.append(
      button(words.save({ file: file.name }), () => save(file.name, 'application/yaml', file.text)),
    );
    const shown = make('pre', 'file', file.text);
    shown.tabIndex = 0;
    fold.append(shown);
  }
  return fold;
}

const copied = (text: string) => navigator.clipboard?.writeText(text).catch(() => {});

/** The panel: what a reader changes is asked of one worker at once, and of another for as long as it takes. */
class Panel {
  readonly #values: Record<string, string> = recalled(PREFIX);
  readonly #controls = new Controls((id, value) => this.#change(id, value));
  readonly #status = make('p', 'soft small');
  readonly #answer = make('div', 'answer');
  readonly #first: LiveWorker;
  #second: LiveWorker | undefined;
  readonly #start: () => LiveWorker;
  readonly #looks = new Latest<Values>((values) => this.#look(values));
  readonly #wholes = new Latest<Values>((values) => this.#whole(values));

  constructor(
    place: HTMLElement,
    start: () => LiveWorker,
    controls: readonly Control[],
    first: LiveWorker,
  ) {
    this.#start = start;
    this.#first = first;
    this.#status.setAttribute('role', 'status');
    const reset = button(words.reset(), () => this.#reset());
    const top = make('div', 'top-line', this.#status, reset);
    place.append(this.#controls.element, make('div', 'result', top, this.#answer));
    this.#controls.show(controls);
    this.#looks.give({ ...this.#values });
  }

  #change(id: string, value: string): void {
    this.#values[id] = value;
    this.#answer.dataset.state = 'behind';
    keep(PREFIX + id, value);
    this.#looks.give({ ...this.#values });
  }

  #reset(): void {
    for (const id of Object.keys(this.#values)) {
      delete this.#values[id];
      keep(PREFIX + id, undefined);
    }
    this.#answer.dataset.state = 'behind';
    this.#looks.give({});
  }

  #isCurrent(values: Values): boolean {
    return JSON.stringify(values) === JSON.stringify(this.#values);
  }

  async #ask(worker: LiveWorker, values: Values, whole: boolean): Promise<void> {
    const begun = performance.now();
    try {
      const reply = await worker.ask({ kind: 'ask', values, whole });
      if (reply.kind !== 'answer' || !this.#isCurrent(values)) return;
      this.#show(reply.answer, (performance.now() - begun) / 1000);
      if (!reply.answer.final) this.#wholes.give(values);
    } catch (error) {
      speak(this.#status, words.failed({ why: (error as Error).message }));
    }
  }

  #look(values: Values): Promise<void> {
    return this.#ask(this.#first, values, false);
  }

  #whole(values: Values): Promise<void> {
    if (!this.#isCurrent(values)) return Promise.resolve();
    this.#second ??= this.#start();
    return this.#ask(this.#second, values, true);
  }

  #show(answer: LiveAnswer, seconds: number): void {
    this.#controls.show(answer.controls);
    const { sentence, keys, bars, tables, note, final, ask } = answer;
    if (final) speak(this.#status, words.whole({ time: seconds }));
    else speak(this.#status, note);
    const open = new Set(
      [...this.#answer.querySelectorAll<HTMLDetailsElement>('details[open]')].map(
        ({ dataset }) => dataset.table,
      ),
    );
    const folds = [...tables.map(tableOf), askOf(ask)];
    for (const fold of folds)
      if (fold instanceof HTMLDetailsElement)
        fold.open = open.has(fold.dataset.table) && open.size > 0;
    this.#answer.dataset.state = final ? 'final' : 'look';
    this.#answer.replaceChildren(
      leadOf(sentence),
      keysOf(keys),
      ...(bars ? [barTable(bars)] : []),
      ...(bars?.rows.some(({ was }) => was !== undefined)
        ? [spoken('p', words.stored(), 'soft small was-key')]
        : []),
      ...folds,
    );
  }
}

/** Asks for the file without which the page computes nothing; then the parts of the page as it is opened with it. */
function askForFile(
  inside: HTMLElement,
  { controls, needs }: { controls: readonly Control[]; needs: Said },
  open: (files: readonly File[]) => Promise<void>,
): void {
  const still = new Controls(() => {});
  still.showStill(controls);
  const status = make('p');
  status.setAttribute('role', 'status');
  const { element, field } = fileDrop('needed-file', needs);
  field.addEventListener('change', async () => {
    const files = [...(field.files ?? [])];
    if (files.length === 0) return;
    speak(status, words.computing());
    await open(files).catch((error: Error) => {
      speak(status, words.failed({ why: error.message }));
    });
  });
  inside.replaceChildren(element, status, still.element);
}

/** Wakes the panel up when it is opened, or where the address has values for it. */
export function wakePanel(tables: ReadonlyMap<string, ShownTable>): void {
  const place = document.getElementById('what-if');
  const fold = place?.querySelector('details');
  const inside = fold?.querySelector<HTMLElement>('.inside');
  if (!place || !fold || !inside) return;
  place.hidden = false;
  let woken = false;
  const wake = async () => {
    if (woken || !fold.open) return;
    woken = true;
    inside.replaceChildren(spoken('p', words.computing()));
    try {
      const { code, data } = await payload();
      const open = async (files: readonly File[]) => {
        const start = () => new LiveWorker(code, data, files);
        const first = start();
        const { controls, canVerify, compares, needs } = await first.opened;
        if (needs) {
          first.end();
          askForFile(inside, { controls, needs }, open);
          return;
        }
        inside.replaceChildren();
        if (controls.length > 0) new Panel(inside, start, controls, first);
        if (canVerify) inside.append(verifierOf(start, tables));
        if (compares) inside.append(comparerOf(start, compares));
      };
      await open([]);
    } catch (error) {
      inside.replaceChildren(
        spoken('p', words.unsupported()),
        make('p', 'soft small', (error as Error).message),
      );
    }
  };
  fold.addEventListener('toggle', wake);
  if (Object.keys(recalled(PREFIX)).length > 0) fold.open = true;
}
