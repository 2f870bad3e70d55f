import { liveWords as words } from '../../../messages/live.ts';
import { speak, speakIn } from '../language.ts';
import { make, spoken } from './make.ts';
import type { Control } from './protocol.ts';

const indexOf = ({ choices, value }: Control) =>
  Math.max(
    0,
    choices.findIndex((choice) => choice.value === value),
  );

/** The controls of a panel. They stay in place when an answer changes what their choices are called. */
export class Controls {
  readonly element = make('div', 'controls');
  readonly #fields = new Map<string, HTMLElement>();
  readonly #onChange: (id: string, value: string) => void;

  constructor(onChange: (id: string, value: string) => void) {
    this.#onChange = onChange;
  }

  show(controls: readonly Control[]): void {
    const ids = controls.map(({ id }) => id);
    if (ids.join() !== [...this.#fields.keys()].join()) this.#build(controls);
    for (const control of controls) this.#fill(control);
  }

  /** Shows them without a way to move them. */
  showStill(controls: readonly Control[]): void {
    this.show(controls);
    for (const field of this.element.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      'input, select',
    ))
      field.disabled = true;
  }

  #build(controls: readonly Control[]): void {
    this.#fields.clear();
    const fields = controls.map((control) => {
      const input = document.createElement(control.kind === 'list' ? 'select' : 'input');
      if (input instanceof HTMLInputElement) input.type = 'range';
      input.id = `what-if-${control.id}`;
      const label = spoken('label', control.label);
      label.htmlFor = input.id;
      const field = make('div', 'field', label, input);
      if (control.kind === 'slider') field.append(make('output'));
      this.#fields.set(control.id, field);
      return { field, more: control.more === true };
    });
    const first = fields.filter(({ more }) => !more).map(({ field }) => field);
    const rest = fields.filter(({ more }) => more).map(({ field }) => field);
    this.element.replaceChildren(make('div', 'fields', ...first));
    if (rest.length > 0)
      this.element.append(
        make('details', '', spoken('summary', words.more()), make('div', 'fields', ...rest)),
      );
  }

  #fill(control: Control): void {
    const field = this.#fields.get(control.id);
    const input = field?.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
    if (!field || !input) return;
    const { choices } = control;
    field.classList.toggle('moved', control.value !== control.asked);
    const change = (value: string | undefined) => this.#onChange(control.id, value ?? '');
    if (input instanceof HTMLSelectElement) {
      const shown = [...input.options].map(({ value }) => value).join('\n');
      if (shown !== choices.map(({ value }) => value).join('\n'))
        input.replaceChildren(...choices.map(() => document.createElement('option')));
      choices.forEach(({ value, text }, i) => {
        const option = input.options[i];
        if (!option) return;
        option.value = value;
        speak(option, text);
      });
      input.selectedIndex = indexOf(control);
      input.onchange = () => change(choices[input.selectedIndex]?.value);
      return;
    }
    const tell = (i: number) => {
      const text = choices[i]?.text;
      const output = field.querySelector('output');
      if (!text || !output) return;
      speak(output, text);
      speakIn(input, 'aria-valuetext', text);
    };
    Object.assign(input, { min: '0', max: String(choices.length - 1), step: '1' });
    input.value = String(indexOf(control));
    tell(indexOf(control));
    input.oninput = () => {
      tell(Number(input.value));
      change(choices[Number(input.value)]?.value);
    };
  }
}
