import { UserError } from '../errors.ts';
import { common, pagesOf, type Workload } from './workload.ts';

/** State of the oracle's synthetic traces, used when no seed is given. */
const DEFAULT_STATE = 88172645463325252n;

const initialState = (seed: number | undefined) =>
  seed === undefined ? DEFAULT_STATE : (BigInt(seed >>> 0) << 32n) ^ DEFAULT_STATE;

const U64 = 0xffff_ffff_ffff_ffffn;

/** Random read-modify-writes of 8-byte words, drawn by Marsaglia's xorshift64 (13, 7, 17). */
export const gups: Workload = {
  id: 'gups',
  title: 'GUPS',
  describe: 'random read-modify-writes of 8-byte words, power-of-two footprint (RandomAccess)',
  kernelPattern: (spec) => ({ ...common(spec), code: 3, kind: 2, state: initialState(spec.seed) }),
  popularity({ bytes }) {
    // Words are drawn by a mask: any other footprint leaves some of its pages out.
    if (!Number.isInteger(Math.log2(bytes)) || bytes < 4096) {
      throw new UserError(
        'gups: a closed form needs a footprint that is a power of two of 4 KiB on.',
      );
    }
    return [{ pages: pagesOf(bytes), probability: 1 / pagesOf(bytes) }];
  },
  *addresses(spec) {
    const { base, bytes } = common(spec);
    const mask = BigInt(Math.floor(bytes / 8) - 1);
    for (let x = initialState(spec.seed); ; ) {
      x ^= (x << 13n) & U64;
      x ^= x >> 7n;
      x ^= (x << 17n) & U64;
      yield base + 8 * Number(x & mask);
    }
  },
};
