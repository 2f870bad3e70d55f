import { setV8Flag } from './v8-flags.ts';

/**
 * V8 lets a heap grow to a few times what lives in it before it looks for garbage: with many cells or machines, of which
 * each leaves a kilobyte, that is most of the memory. Looking more often costs a tenth of the time.
 */
export const keepHeapLean = (): void => setV8Flag('heap-growing-percent', 40);
