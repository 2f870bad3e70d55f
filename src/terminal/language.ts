import { UserError } from '../errors.ts';
import { isLanguage, type Language, languages } from '../language.ts';

/**
 * The language of what this process prints: chosen once a command, at the edge. What computes never asks: it returns
 * messages, and they are put into words here.
 */
let chosen: Language = 'en';

export const language = (): Language => chosen;

/** `--lang`, else VIRTCOST_LANG, else English. Throws UserError for a language there is none of. */
export function chooseLanguage(asked: string | undefined, environment = process.env): void {
  const [word, from] = asked
    ? [asked, '--lang']
    : [environment.VIRTCOST_LANG || 'en', 'VIRTCOST_LANG'];
  if (!isLanguage(word))
    throw new UserError(`expected ${from} ${languages.join(' or ')}, found "${word}".`);
  chosen = word;
}
