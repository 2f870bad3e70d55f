// What the binding reads of the records of the blocks kernel.

/** Counters of a layer or a store, f64 each, behind its header. */
export const COUNTERS: usize = 128;
/** Cache of a layer's table slices, u32, 0 = none; and in it how often one was found, then how often one was loaded, f64. */
export const LAYER_CACHE: usize = 84;
export const CACHE_HITS: usize = 24;
export const CACHE_LOADS: usize = 32;
