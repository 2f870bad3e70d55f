/** How the answers of this process are written, chosen once a command at the edge. */
export const outputFormats = ['table', 'markdown', 'csv', 'json'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface OutputSettings {
  /** `json` documents are written by the commands; the other three by `say`, `heading` and `printTable`. */
  format: OutputFormat;
  /** Leave out what is no answer: notes and progress. */
  quiet: boolean;
  /** Progress also where standard error is no terminal. */
  verbose: boolean;
  /** Colour where there is a terminal. */
  color: boolean;
}

const defaults: OutputSettings = { format: 'table', quiet: false, verbose: false, color: true };
let chosen: OutputSettings = defaults;

export const outputSettings = (): OutputSettings => chosen;

/** What is not given has its default. */
export function chooseOutput(given: Partial<OutputSettings>): void {
  chosen = { ...defaults, ...given };
}

/** Columns a table may take: COLUMNS, else those of the terminal; any number where output is piped. */
export function columnsOf(
  stream: { isTTY?: boolean; columns?: number } = process.stdout,
  environment: NodeJS.ProcessEnv = process.env,
): number {
  const asked = /^\d{1,5}$/.test(environment.COLUMNS ?? '') ? Number(environment.COLUMNS) : 0;
  if (asked > 0) return asked;
  return stream.isTTY && stream.columns ? stream.columns : Number.POSITIVE_INFINITY;
}
