import { champsim } from './champsim.ts';
import { compact } from './compact.ts';
import { drmemtrace } from './drmemtrace.ts';
import { lackey } from './lackey.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { perfScript } from './perf-script.ts';

/** Readers a page carries, in the order of all; the one of CSV is larger than the others together. */
export const pageTraceFormats: readonly MemoryTraceFormat[] = [
  lackey,
  perfScript,
  drmemtrace,
  champsim,
  compact,
];
