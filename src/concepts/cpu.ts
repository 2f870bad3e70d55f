import { coalescing, tprBoot } from '../model/interrupts/constants.ts';
import { workstation } from '../model/placement/constants.ts';
import { type ConceptGroup, concept, constants, eventNumbers } from './concept.ts';

/** Sensitive instructions, exits, processors and their sharing. */
export const cpu: ConceptGroup = {
  id: 'cpu',
  title: 'Processor and interrupts',
  concepts: [
    concept(
      ['sensitive instruction', '敏感指令'],
      'reads or changes machine state a monitor must control',
      'price sensitive --isa ia-32',
      eventNumbers('full', 'popf', 'descriptor-read'),
    ),
    concept(
      ['privileged instruction', '特权指令'],
      'traps in user mode',
      'price --why lgdt',
      eventNumbers('hardware', 'control-register', 'msr-write'),
    ),
    concept(
      ['fidelity, safety, efficiency', '保真, 安全, 高效'],
      'the three conditions of Popek and Goldberg',
      'price sensitive',
      eventNumbers('full', 'popf', 'descriptor-read'),
    ),
    concept(
      ['trap', '陷入'],
      'forced entry into the monitor',
      'price --rates intercepted-exception=1000',
      eventNumbers('hardware', 'intercepted-exception'),
    ),
    concept(
      ['VM exit / root mode', '退出 / 根模式'],
      'a trap on VT-x: the processor leaves the guest for the mode of the monitor',
      'price --rates cpuid=1000 --technique hardware',
      eventNumbers('hardware', 'cpuid', 'hypercall'),
    ),
    concept(
      ['world switch', '系统切换'],
      'swapping the whole address space and state between host and monitor',
      'price placement --inside 10 --leaving 1',
      constants(...Object.values(workstation)),
    ),
    concept(
      ['vCPU', '虚拟CPU'],
      'a thread that acts as a processor',
      'schedule --vm a,vcpus=2 --vm b,vcpus=2 --cores 2',
      eventNumbers('hardware', 'hlt-wake', 'ipi'),
    ),
    concept(
      ['overcommit', '复用'],
      'committing more than there is',
      'overcommit examples/overcommit.yaml',
      { simulated: 'capacity' },
    ),
    concept(
      ['limit, shares, reservation', '限额, 份额, 预留'],
      'ceiling, weight under contention, guaranteed floor',
      'schedule --vm a,shares=2000 --vm b,reservation=5 --vm c,limit=4 --capacity 12',
      { exact: 'water-filling between reservation and limit' },
    ),
    concept(
      ['NUMA node', 'node'],
      'memory near one processor',
      'schedule --vm a,vcpus=8,memory=64 --numa xeon-a --cores 16',
      { simulated: 'memory' },
    ),
    concept(
      ['FlexPriority', '灵活优先级'],
      'task priority is changed without exits',
      'price interrupts --tpr 100000',
      { sourced: () => [...Object.values(tprBoot)] },
    ),
    concept(
      ['interrupt coalescing', '中断合并'],
      'several completions share one interrupt',
      'price interrupts --iops 50000 --in-flight 32',
      constants(...Object.values(coalescing)),
    ),
  ],
};
