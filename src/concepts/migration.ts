import { failureDetectors } from '../model/availability/failover-time.ts';
import { tcpTimers } from '../model/availability/tcp-pause.ts';
import { maskedLinpack } from '../model/interactions/masked-linpack.ts';
import { type ConceptGroup, concept, constants } from './concept.ts';

const small = 'migrate --ram 1GiB --working-set 64MiB --writes 2000 --link 10';

/** Moving machines, and bringing them back. */
export const migration: ConceptGroup = {
  id: 'migration',
  title: 'Migration and availability',
  concepts: [
    concept(
      ['live / cold migration', '热迁移 / 冷迁移'],
      'moved while it runs, or switched off',
      'migrate cold --ram 4GiB --link 10',
      { simulated: 'qemu-migration' },
    ),
    concept(
      ['failover', '故障迁移'],
      'started again elsewhere after a failure',
      'migrate failover --group db:4 --group web:20 --restart 2',
      constants(...failureDetectors.flatMap(({ detectS, fenceS }) => [detectS, fenceS])),
    ),
    concept(['pre-copy', '预拷贝'], 'rounds of copying memory before the guest stops', small, {
      simulated: 'qemu-migration',
    }),
    concept(
      ['checkpoint', '检查点'],
      'saved memory and processor state',
      'migrate checkpoint --away 60',
      constants(...Object.values(tcpTimers)),
    ),
    concept(
      ['high availability', '高可用性'],
      'few and short interruptions',
      'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml',
      { simulated: 'capacity' },
    ),
    concept(
      ['DRS / DPM', '动态资源调度 / 分布式电源管理'],
      'balance by migration; switching idle hosts off',
      'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml',
      { simulated: 'cloudsim' },
    ),
    concept(
      ['peak shaving', '消峰填谷'],
      'moving load off the peak',
      'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml',
      { simulated: 'capacity' },
    ),
    concept(
      ['FlexMigration / EVC', '灵活迁移'],
      'the features every host of a pool has',
      'migrate pool --vector-share 0.5',
      constants(maskedLinpack),
    ),
    concept(
      ['iteration, round of pre-copy', '迭代轮次'],
      'one pass over what the pass before left dirty; their largest number may be set',
      'migrate rounds --max 6 --writes 100000',
      { exact: 'whole rounds under a stop rule' },
    ),
    concept(
      ['open connection, retransmission timeout', '连接保持, 重传超时'],
      'what a pause does to connections: timers that double against its length',
      'migrate connections --pause 10',
      constants(...Object.values(tcpTimers)),
    ),
  ],
};
