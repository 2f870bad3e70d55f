import { simulateReference } from '../../kernels/translation.reference.ts';
import {
  type TranslationConfig,
  type TranslationCounts,
  TranslationKernel,
} from '../../kernels/translation.ts';

export interface SwitchingCase {
  config: TranslationConfig;
  /** Addresses each process accesses in order; processes take turns of `quantum` accesses. No two share a page. */
  processes: readonly (readonly number[])[];
  quantum: number;
}

/** The accesses of all processes in order of execution, and the numbers of those that follow a switch. */
export function interleave({ processes, quantum }: Omit<SwitchingCase, 'config'>): {
  addresses: number[];
  switches: Set<number>;
} {
  const addresses: number[] = [];
  const switches = new Set<number>();
  let last = -1;
  const longest = Math.max(0, ...processes.map((list) => list.length));
  for (let from = 0; from < longest; from += quantum) {
    processes.forEach((list, process) => {
      const turn = list.slice(from, from + quantum);
      if (turn.length > 0 && last !== -1 && last !== process) switches.add(addresses.length);
      if (turn.length > 0) last = process;
      addresses.push(...turn);
    });
  }
  return { addresses, switches };
}

/**
 * What tags are worth: entries that carry a PCID (or, where the processes are guests' own, a VPID) outlive a context
 * switch, entries without are flushed at each. As no two processes share a page, a tag is as good as the page number.
 */
export function compareTags(input: SwitchingCase): {
  tagged: TranslationCounts;
  untagged: TranslationCounts;
  switches: number;
} {
  const { addresses, switches } = interleave(input);
  const kernel = new TranslationKernel(input.config);
  kernel.feed(BigUint64Array.from(addresses, (address) => BigInt(address) << 2n));
  const lines = kernel.hostTableLines;
  return {
    tagged: kernel.counts(),
    untagged: simulateReference(input.config, addresses, lines, switches),
    switches: switches.size,
  };
}
