import type { HostMemory, PageSize } from '../../hosts/host.ts';
import type { Text } from '../../message.ts';
import { translateWords } from '../../messages/translate.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

/** The options that say which accesses are translated. */
export interface SourceOptions {
  trace?: string;
  inputFormat?: string;
  process?: number;
  pattern?: string;
  size: number;
  accesses: number;
  seed?: number;
}

/** The options that say what translates, but for the host. */
export interface TableOptions extends SourceOptions {
  guestPage?: PageSize;
  hostPage: PageSize;
  guestLevels: 4 | 5;
  hostLevels: 4 | 5;
  dataReferences: boolean;
  warmUp?: number;
}

/** The synthetic stream the options ask for. */
export function patternOf({ pattern = 'gups', size, seed }: SourceOptions): PatternSpec {
  return { pattern, bytes: size, ...(seed !== undefined && { seed }) };
}

/** Which accesses a page is about, in words. */
export function accessesOf({ trace, pattern = 'gups', size, accesses }: SourceOptions): Text {
  return trace ?? translateWords.accessesOf({ accesses, pattern, size });
}

/** The case of the options, whose pages are 4K where neither they nor a trace say otherwise. */
export function tableCase(
  options: TableOptions,
  host: HostMemory,
  mode: 'native' | 'nested',
): TranslationCase {
  const { guestPage = '4K', hostPage, guestLevels, hostLevels, dataReferences, warmUp } = options;
  return {
    ...{ mode, guestPage, hostPage, guestLevels, hostLevels, host },
    options: { dataReferences, ...(warmUp === undefined ? {} : { warmUpAccesses: warmUp }) },
  };
}
