/** Exit codes of the command line. */
export const ExitCode = { ok: 0, failed: 1, badInput: 2, thresholdMissed: 3, partial: 4 } as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes in foreign names are the danger
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A message for a terminal: whatever names it quotes, no escape sequence of theirs gets there. */
class ShownError extends Error {
  constructor(message: string) {
    super(message.replace(CONTROL, '\ufffd'));
  }
}

/** The user can fix this: one clear message, no stack trace, exit code 2. */
export class UserError extends ShownError {
  readonly exitCode: number = ExitCode.badInput;
}

/** The surroundings failed (no permission, full disk): one clear message, exit code 1. */
export class EnvironmentError extends ShownError {
  readonly exitCode: number = ExitCode.failed;
}

export interface InputProblem {
  file?: string | undefined;
  /** Counted from 1. */
  line?: number | undefined;
  /** Counted from 1. */
  column?: number | undefined;
  /** Byte offset, for binary files. */
  offset?: number | undefined;
  expected: string;
  found: string;
  hint?: string | undefined;
}

/**
 * A quote of a file or a parser's complaint about one may hold line breaks: here it is one line. No pattern does it, which
 * would take the square of a long run of spaces.
 */
export function oneLine(text: string): string {
  const lines = text.split(/[\r\n]+/);
  const last = lines.length - 1;
  return lines
    .map((line, i) => {
      const begun = i === 0 ? line : line.trimStart();
      return i === last ? begun : begun.trimEnd();
    })
    .filter((line, i) => line !== '' || i === 0 || i === last)
    .join(' ');
}

/** `FILE:LINE:COLUMN: expected X, found Y. HINT` with control characters made visible. */
export function describeProblem(problem: InputProblem): string {
  const { file, line, column, offset, expected, found, hint } = problem;
  let where = oneLine(file ?? '');
  if (line !== undefined) where += `${where ? ':' : 'line '}${line}`;
  if (column !== undefined) where += `:${column}`;
  if (offset !== undefined) where += `${where ? ' ' : ''}at byte ${offset}`;
  const text = `${where ? `${where}: ` : ''}expected ${oneLine(expected)}, found ${oneLine(found)}.${hint ? ` ${hint}` : ''}`;
  return printable(text);
}

/** Text from outside with control characters replaced, cut to a length a terminal can show. */
export function printable(text: string, maxLength = 2000): string {
  const clean = text.replace(CONTROL, '\ufffd');
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}

export function badInput(problem: InputProblem): UserError {
  return new UserError(describeProblem(problem));
}
