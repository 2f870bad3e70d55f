import { type Language, languageNames, languages } from '../../language.ts';
import { Message } from '../../message.ts';
import type { Said } from './live/protocol.ts';

/** Attributes that are read to people. */
const attributes = ['aria-label', 'title', 'placeholder'] as const;

const root = document.documentElement;

const current = (): Language =>
  languages.find((language) => root.lang.toLowerCase().startsWith(language)) ?? 'en';

/** Puts a message into an element, in the language of the page, ready for the others. */
export function speak(element: HTMLElement | SVGElement, message: Message | Said): void {
  const text = (language: Language) =>
    message instanceof Message ? message.in(language) : message[language];
  element.textContent = text(current());
  for (const language of languages) element.dataset[language] = text(language);
}

/** Gives an attribute a message, in the language of the page, ready for the others. */
export function speakIn(element: Element, attribute: string, message: Message | Said): void {
  const text = (language: Language) =>
    message instanceof Message ? message.in(language) : message[language];
  element.setAttribute(attribute, text(current()));
  for (const language of languages)
    if (language !== current())
      element.setAttribute(`data-${language}-${attribute}`, text(language));
}

/** The English text of an element: what data has, whatever language the page is read in. */
export function englishOf(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll<HTMLElement>('[data-en]')) {
    if (current() !== 'en') part.textContent = part.dataset.en ?? '';
  }
  return (current() === 'en' ? undefined : copy.dataset.en) ?? copy.textContent ?? '';
}

const listeners: (() => void)[] = [];

/** Does this after each switch of the language: for what is copied from texts of the page. */
export const onLanguage = (act: () => void): void => {
  listeners.push(act);
};

/** Every text of the page that differs in that language; what it was stays beside it for the way back. */
function changeTo(language: Language): void {
  const from = current();
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>(`[data-${language}]`)) {
    element.dataset[from] = element.textContent ?? '';
    element.textContent = element.dataset[language] ?? '';
  }
  for (const name of attributes) {
    for (const element of document.querySelectorAll(`[data-${language}-${name}]`)) {
      element.setAttribute(`data-${from}-${name}`, element.getAttribute(name) ?? '');
      element.setAttribute(name, element.getAttribute(`data-${language}-${name}`) ?? '');
    }
  }
  root.lang = language === 'zh' ? 'zh-CN' : language;
  for (const act of listeners) act();
}

/** One button for each language the page is not written in, and back. */
export function offerLanguages(place: Element): void {
  for (const language of languages) {
    const button = document.createElement('button');
    button.type = 'button';
    button.lang = language;
    button.textContent = languageNames[language];
    button.dataset.speak = language;
    button.hidden = language === current();
    button.addEventListener('click', () => {
      changeTo(language);
      for (const other of place.querySelectorAll<HTMLElement>('[data-speak]')) {
        other.hidden = other.dataset.speak === language;
      }
      place.querySelector<HTMLElement>('[data-speak]:not([hidden])')?.focus();
    });
    place.append(button);
  }
}
