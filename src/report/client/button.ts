import type { Message } from '../../message.ts';
import { speak } from './language.ts';

/** A button that says this in the language of the page. */
export function button(text: Message, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  speak(made, text);
  made.addEventListener('click', act);
  return made;
}
