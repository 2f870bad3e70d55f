import { champsim } from './champsim.ts';
import { compact } from './compact.ts';
import { csv } from './csv.ts';
import { drmemtrace } from './drmemtrace.ts';
import { lackey } from './lackey.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { perfScript } from './perf-script.ts';

/**
 * Readers of memory traces, in the order in which they are asked whether a file is theirs: text first,
 * then the binary formats from the most to the least particular.
 */
export const memoryTraceFormats: readonly MemoryTraceFormat[] = [
  lackey,
  perfScript,
  csv,
  drmemtrace,
  champsim,
  compact,
];
