// What tags cost the simulator: the kernel of many address spaces beside the untagged one over the same accesses of one
// address space, and with four processes that take turns, tagged and flushed at each switch.
import { hostById } from '../src/hosts/index.ts';
import { type SpacesConfig, SpacesKernel } from '../src/kernels/spaces/index.ts';
import { type TranslationCounts, TranslationKernel } from '../src/kernels/translation/index.ts';
import { kernelConfig } from '../src/model/translation/simulate.ts';
import { findWorkload } from '../src/workloads/index.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const ACCESSES = 65_536;
const TURN = 10_000;

const digest = ({ l1Misses, walks, guestRefs, hostRefs, served }: TranslationCounts) =>
  JSON.stringify([l1Misses, walks, guestRefs, hostRefs, served]);

function configs(pattern: string, bytes: number) {
  const kernelPattern = findWorkload(pattern).kernelPattern({ pattern, bytes });
  const { memory } = hostById('srv');
  const base = kernelConfig(
    {
      mode: 'nested',
      guestPage: '4K',
      hostPage: '4K',
      guestLevels: 4,
      hostLevels: 4,
      host: memory,
    },
    kernelPattern,
  );
  const spaces: SpacesConfig = {
    base,
    l1Tlb2M: null,
    l1Tlb1G: null,
    l2Leaves: [1],
    guestPages: { share2M: 0, share1G: 0 },
    hostPages: { share2M: 0, share1G: 0 },
    vms: 1,
    processes: 1,
    tags: { pcid: true, vpid: true },
    nestedKind: 'ept',
    global: 0,
    events: null,
  };
  return { kernelPattern, base, spaces };
}

/** Every slice is the same stream from its start, in empty structures. */
function variants(pattern: string, bytes: number): Variant[] {
  const { kernelPattern, base, spaces } = configs(pattern, bytes);
  const untagged = (): Variant => {
    const kernel = new TranslationKernel(base, kernelPattern);
    return {
      name: 'untagged kernel',
      run() {
        kernel.restart(kernelPattern);
        return measured(() => {
          kernel.runPattern(ACCESSES);
          return { operations: ACCESSES, digest: digest(kernel.counts()) };
        });
      },
    };
  };
  const tagged = (name: string, config: SpacesConfig, turns: boolean): Variant => ({
    name,
    run() {
      const kernel = new SpacesKernel(config, kernelPattern);
      return measured(() => {
        for (let done = 0; done < ACCESSES; done += TURN) {
          if (turns) kernel.switchTo((done / TURN) % kernel.spaces);
          kernel.runPattern(Math.min(TURN, ACCESSES - done));
        }
        return { operations: ACCESSES, digest: turns ? null : digest(kernel.counts()) };
      });
    },
  });
  const four = { ...spaces, processes: 4 };
  const flushed = { ...four, tags: { pcid: false, vpid: false } };
  return [
    untagged(),
    tagged('tagged kernel, one address space', spaces, false),
    tagged('tagged kernel, four processes, kept', four, true),
    tagged('tagged kernel, four processes, flushed', flushed, true),
  ];
}

/** The untagged kernel is the baseline: > 1 would mean that tags are faster. */
export async function translationTagsBench(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [pattern, gib] of [
    ['gups', 4],
    ['zipf', 4],
    ['sequential', 4],
  ] as const) {
    const name = `${pattern} ${gib} GiB, walk + data, tags`;
    const options = { rounds: 3, pairs: 9, warmUp: 4 };
    comparisons.push(...(await sideBySide(name, variants(pattern, gib * 2 ** 30), options)));
  }
  return comparisons;
}
