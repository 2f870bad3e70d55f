import { failoverDefaults } from '../model/migration/policies/failover.ts';
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
      small,
      { simulated: 'qemu-migration' },
    ),
    concept(
      ['failover', '故障迁移'],
      'started again elsewhere after a failure',
      small,
      constants(...Object.values(failoverDefaults)),
    ),
    concept(['pre-copy', '预拷贝'], 'rounds of copying memory before the guest stops', small, {
      simulated: 'qemu-migration',
    }),
    concept(['checkpoint', '检查点'], 'saved memory and processor state', small, {
      exact: 'one pass over memory',
    }),
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
      'price --pool avx2,fma,sse4/sse4',
      { exact: 'the intersection of feature sets' },
    ),
  ],
};
