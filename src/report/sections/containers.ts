import { formatBytes } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { containersWords } from '../../messages/containers.ts';
import type { ContainerProgram, DensityCost } from '../../model/containers/costs/density.ts';
import type { CopyUpCase, CopyUpCost, LookupCost } from '../../model/containers/costs/layers.ts';
import type { CostStep } from '../../model/containers/costs/recorded.ts';
import { plus, type Sourced } from '../../sourced.ts';
import { spanBars } from '../charts/spans.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const MIB = 2 ** 20;

const stepRow =
  (unit: string) =>
  ({ label, cost }: CostStep) => ({
    step: label,
    [unit]: cost.value,
    low: cost.low,
    high: cost.high,
    known: mark(cost),
  });

const numbersOf = (steps: readonly CostStep[]): Record<string, Sourced> =>
  Object.fromEntries(steps.map(({ label, cost }) => [label, cost]));

const total = (steps: readonly CostStep[]): Sourced | undefined => {
  const [first, ...others] = steps.map(({ cost }) => cost);
  return first && plus(first, ...others);
};

export interface StartAnswer {
  runtime: string;
  steps: readonly CostStep[];
  /** The calls of the kernel alone, of the same container. */
  kernel: readonly CostStep[];
  /** Other ways to start something isolated, ms. */
  besides: readonly CostStep[];
  /** From the first step to the program's first instruction. */
  wholeUs: number;
}

/** Start of a container by step, beside other ways to start something isolated. */
export function startTopic(answer: StartAnswer): Topic {
  const { runtime, steps, kernel, besides, wholeUs } = answer;
  const kernelUs = total(kernel)?.value ?? 0;
  const sentence = containersWords.start({
    runtime,
    wholeUs: wholeUs / 1000,
    kernelUs: kernelUs / 1000,
  });
  return {
    title: containersWords.startTitle(),
    sentence,
    result: { runtime, wholeUs, kernelUs },
    sections: [
      {
        id: 'container-start',
        title: containersWords.byStep(),
        text: html`<p>${containersWords.startText()}</p>`,
        figures: [
          spanBars(
            'container-start-steps',
            containersWords.stepsTable({ runtime }),
            'us',
            steps.map(({ label, cost }) => ({
              name: label,
              length: cost.value,
              low: cost.low,
              high: cost.high,
              known: mark(cost),
            })),
          ),
          tableFigure(
            'container-start-kernel',
            containersWords.kernelAlone(),
            kernel.map(stepRow('us')),
          ),
          tableFigure(
            'container-start-besides',
            containersWords.besides(),
            besides.map(stepRow('ms')),
          ),
        ],
      },
      sourcesSection('container-start', numbersOf([...steps, ...kernel, ...besides])),
    ],
  };
}

const copyRow = (input: CopyUpCase, cost: CopyUpCost) => ({
  'lower / upper': `${input.lower} / ${input.upper}`,
  how: cost.how,
  'ms of the call': cost.callUs.value / 1000,
  'MiB written': cost.bytesWritten.value / MIB,
  'MiB of the upper file': cost.upperBlocksBytes.value / MIB,
  known: mark(cost.callUs),
});

export interface LayersAnswer {
  asked: CopyUpCase;
  /** The case asked for first, then the same on each file system. */
  copies: readonly { input: CopyUpCase; cost: CopyUpCost }[];
  lookups: readonly { layers: number; cost: LookupCost }[];
}

/** A first operation on a lower file, on each file system, and what path look-ups pay by layers. */
export function layersTopic({ asked, copies: rows, lookups }: LayersAnswer): Topic {
  const [first] = rows;
  if (!first) throw new RangeError('expected the case asked for');
  const { cost } = first;
  const size = formatBytes(asked.sizeMib * MIB);
  return {
    title: containersWords.layersTitle(),
    sentence: containersWords.layers({
      op: cellWords(asked.op),
      size,
      lower: asked.lower,
      upper: asked.upper,
      how: cellWords(cost.how),
      value: cost.callUs.value / 1000,
      value2: cost.bytesWritten.value / MIB,
    }),
    result: {
      asked,
      how: cost.how,
      callUs: cost.callUs.value,
      bytesWritten: cost.bytesWritten.value,
    },
    sections: [
      {
        id: 'container-layers',
        title: containersWords.copyUpTitle(),
        text: html`<p>${containersWords.copyUpText()}</p>`,
        figures: [
          tableFigure(
            'container-copy-up',
            `${asked.op}, ${size}`,
            rows.map((row) => copyRow(row.input, row.cost)),
          ),
          tableFigure(
            'container-lookups',
            containersWords.lookUps(),
            lookups.map(({ layers, cost: one }) => ({
              layers,
              'first, bottom layer': one.firstBottom.value,
              'first, top layer': one.firstTop.value,
              'first, no such file': one.firstMissing.value,
              again: one.again.value,
              'open and close': one.openClose.value,
              known: mark(one.firstBottom),
            })),
          ),
        ],
      },
      sourcesSection('container-layers', {
        ...Object.fromEntries(
          rows.map((row) => [`${row.input.lower} / ${row.input.upper}`, row.cost.callUs]),
        ),
        ...Object.fromEntries(lookups.map((row) => [`${row.layers} layers`, row.cost.firstBottom])),
      }),
    ],
  };
}

const termsOf = (cost: DensityCost): CostStep[] => [
  { label: 'its own pages', cost: cost.anonymous },
  { label: 'its share of the files', cost: cost.fileShare },
  { label: 'kernel stacks', cost: cost.kernelStack },
  { label: 'page tables', cost: cost.pageTables },
  { label: 'slab (namespaces, cgroups, overlay, process)', cost: cost.slab },
  { label: 'per-CPU memory', cost: cost.percpu },
  { label: 'whole machine', cost: cost.machine },
];

export interface DensityAnswer {
  program: ContainerProgram;
  n: number;
  network: boolean;
  cost: DensityCost;
  /** The same for other numbers of containers. */
  counts: readonly { n: number; cost: DensityCost }[];
  /** What a monitor adds to each virtual machine, MiB. */
  monitors: readonly CostStep[];
}

/** Memory of one of N equal containers by term, as N grows, and what a virtual machine adds. */
export function densityTopic(answer: DensityAnswer): Topic {
  const { program, n, network, cost, counts, monitors } = answer;
  const terms = termsOf(cost);
  return {
    title: containersWords.memoryTitle(),
    sentence: containersWords.memory({
      n,
      title: cellWords(program.title),
      value: cost.proportional.value,
      value2: cost.machine.value,
    }),
    result: { program: program.id, n, network, machineKib: cost.machine.value },
    advice: [
      {
        action: containersWords.sizeBy({ kib: cost.machine.value }),
        gain: containersWords.sizeByGain({
          pss: cost.proportional.value,
          charged: cost.kernelCharged.value,
        }),
      },
    ],
    sections: [
      {
        id: 'container-density',
        title: containersWords.instance(),
        text: html`<p>${containersWords.instanceText()}</p>`,
        figures: [
          tableFigure(
            'container-memory-terms',
            containersWords.oneOf({ n }),
            terms.map(stepRow('KiB')),
          ),
          tableFigure(
            'container-memory-by-n',
            containersWords.growing(),
            counts.map(({ n: count, cost: one }) => ({
              N: count,
              'resident (RSS)': one.resident.value,
              'proportional (PSS)': one.proportional.value,
              'charged to its cgroup as kernel memory': one.kernelCharged.value,
              machine: one.machine.value,
              known: mark(one.machine),
            })),
          ),
          tableFigure(
            'container-memory-besides',
            containersWords.monitors(),
            monitors.map(stepRow('MiB')),
          ),
        ],
      },
      sourcesSection('container-density', numbersOf([...terms, ...monitors])),
    ],
  };
}
