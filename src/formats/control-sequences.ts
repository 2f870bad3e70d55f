/** Terminal control sequences, which live displays and monitors leave in a captured file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const CONTROL_SEQUENCE = /\u001b\[[0-9;?]*[A-Za-z]/g;

export const withoutControlSequences = (text: string): string =>
  text.includes('\u001b') ? text.replace(CONTROL_SEQUENCE, '') : text;
