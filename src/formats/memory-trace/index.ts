import { compact } from './compact.ts';
import { lackey } from './lackey.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';

/** Readers of memory traces, in the order in which they are asked whether a file is theirs. */
export const memoryTraceFormats: readonly MemoryTraceFormat[] = [lackey, compact];
