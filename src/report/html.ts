import { present } from '../elements.ts';
import { type Language, languages } from '../language.ts';
import { Message, type Text, textIn } from '../message.ts';

type Markup = (language: Language) => string;

/** Markup that is already safe to place in a page, in the language it is asked for. */
export class Html {
  readonly #markup: Markup;
  constructor(markup: string | Markup) {
    this.#markup = typeof markup === 'string' ? () => markup : markup;
  }
  in(language: Language): string {
    return this.#markup(language);
  }
  /** The markup of an English page. */
  get text(): string {
    return this.in('en');
  }
  toString(): string {
    return this.text;
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => present(entities[character]));
}

/**
 * Attributes that hold a text in the other languages, ` data-zh="…"`, for the switch of the page; empty where it is the
 * same in all of them. With `attribute` it is that attribute's text: ` data-zh-aria-label="…"`.
 */
export function otherLanguages(text: Text, language: Language, attribute = ''): string {
  const shown = textIn(text, language);
  return languages
    .filter((other) => other !== language && textIn(text, other) !== shown)
    .map((other) => {
      const name = attribute === '' ? other : `${other}-${attribute}`;
      return ` data-${name}="${escapeHtml(textIn(text, other))}"`;
    })
    .join('');
}

/** A text as markup: an element that knows the other languages, where they differ. */
export function localized(text: Text): Html {
  return new Html((language) => {
    const others = otherLanguages(text, language);
    const shown = escapeHtml(textIn(text, language));
    return others === '' ? shown : `<bdi${others}>${shown}</bdi>`;
  });
}

type Part = Html | Text | number | null | undefined | false | readonly Part[];

function render(part: Part, language: Language): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.in(language);
  if (part instanceof Message) return localized(part).in(language);
  if (Array.isArray(part)) return part.map((one) => render(one, language)).join('');
  return escapeHtml(String(part));
}

/** A message within an attribute's quotes closes them, and lets attributes with the other languages follow. */
function attributeText(message: Message, name: string, language: Language): string {
  const others = otherLanguages(message, language, name);
  const shown = escapeHtml(message.in(language));
  // The template itself closes the last of them.
  return others === '' ? shown : `${shown}"${others}`.slice(0, -1);
}

/** Template literal for markup: everything interpolated is escaped unless it is Html already. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html((language) =>
    strings
      .map((text, i) => {
        const part = parts[i];
        const attribute = part instanceof Message && /\s([\w-]+)="$/.exec(text)?.[1];
        if (attribute) return text + attributeText(part, attribute, language);
        return text + (i < parts.length ? render(part, language) : '');
      })
      .join(''),
  );
}
