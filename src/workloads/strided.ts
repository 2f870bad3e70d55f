import { common, type PatternSpec, positive, type Workload } from './workload.ts';

function scan(
  id: string,
  title: string,
  describe: string,
  strideOf: (spec: PatternSpec) => number,
): Workload {
  const stepOf = (spec: PatternSpec) => strideOf(spec) % spec.bytes;
  return {
    id,
    title,
    describe,
    kernelPattern: (spec) => ({ ...common(spec), code: 0, kind: 0, step: stepOf(spec) }),
    popularity: 'a scan visits every page in turn: nothing is drawn independently',
    *addresses(spec) {
      const { base, bytes } = common(spec);
      const step = stepOf(spec);
      for (let offset = 0; ; ) {
        yield base + offset;
        offset += step;
        if (offset >= bytes) offset -= bytes;
      }
    },
  };
}

/** Every 8-byte word in turn, then from the start again. */
export const sequential = scan(
  'sequential',
  'Sequential scan',
  '8-byte loads in ascending order, starting over at the end',
  () => 8,
);

/** One access every `strideBytes`, wrapping with the remainder kept. */
export const strided = scan(
  'strided',
  'Strided scan',
  'one load every strideBytes (default 4160), wrapping around the footprint',
  (spec) => positive(spec, 'strideBytes', 4160),
);
