import { type ConceptGroup, concept } from './concept.ts';

/** Translation, sharing and reclaim of memory. */
export const memory: ConceptGroup = {
  id: 'memory',
  title: 'Memory',
  concepts: [
    concept(
      ['shadow page table', '影子页表'],
      'the table a monitor merges from the guest’s and its own',
      'translate --mmu shadow --size 1M --accesses 20000',
      { simulated: 'memory' },
    ),
    concept(
      ['direct paging', '页表写入法'],
      'the guest registers its tables and writes them through the monitor',
      'translate --mmu direct --size 1M --accesses 20000',
      { simulated: 'memory' },
    ),
    concept(
      ['extended/nested page table', '扩展页表 EPT, NPT/RVI'],
      'a second translation in hardware',
      'translate --mmu nested --size 1M --accesses 20000',
      { simulated: 'translation' },
    ),
    concept(
      ['ballooning', '内存气泡'],
      'a driver in the guest takes pages so that the host can use them',
      'overcommit examples/overcommit.yaml',
      { simulated: 'memory' },
    ),
    concept(
      ['swapping', '内存交换'],
      'moving cold pages to disk',
      'overcommit examples/overcommit.yaml',
      { simulated: 'memory' },
    ),
    concept(
      ['page sharing, dedup', '内存共享, 去重'],
      'one copy of equal pages',
      'dedup --population examples/sharing.json',
      { simulated: 'linux-ksm' },
    ),
    concept(
      ['copy-on-write', '写时复制, 写时拷贝 COW'],
      'a copy is made when it is first written',
      'blocks show s w1 --discipline cow',
      { simulated: 'qcow2-map' },
    ),
  ],
};
