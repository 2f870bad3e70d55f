/** Languages virtcost answers in. A new one is a word here; the compiler then names every message that lacks it. */
export const languages = ['en', 'zh'] as const;

export type Language = (typeof languages)[number];

/** A language as its own speakers call it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export const isLanguage = (word: string): word is Language =>
  (languages as readonly string[]).includes(word);
