import type { Message } from '../../../message.ts';
import { speak } from '../language.ts';
import type { Said } from './protocol.ts';

/** An element of a class with what it holds. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** An element that says this in the language of the page. */
export function spoken<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: Message | Said,
  className = '',
): HTMLElementTagNameMap[K] {
  const element = make(name, className);
  speak(element, text);
  return element;
}
