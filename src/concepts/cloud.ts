import { controlPlanes } from '../plan/create/planes.ts';
import { type ConceptGroup, concept, constants, type Numbers } from './concept.ts';

const study = 'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml';
const zones =
  'plan examples/inventory/rvtools-workshop.xlsx --what-if examples/inventory/two-zones.yaml';

const creation: Numbers = constants(
  ...controlPlanes.flatMap(({ api, scheduler, agent, bootS }) => [
    api.serviceS,
    scheduler.serviceS,
    agent.serviceS,
    bootS,
  ]),
);

/** Clusters and clouds. */
export const cloud: ConceptGroup = {
  id: 'cloud',
  title: 'Clusters and cloud',
  concepts: [
    concept(['cluster, node', '集群, 节点'], 'hosts that act as one', study, {
      simulated: 'capacity',
    }),
    concept(['region, zone', '地域, 可用区'], 'a place, and an independent part of it', zones, {
      exact: 'placeholder',
    }),
    concept(
      ['instance, family', '实例, 机型'],
      'one cloud server, and its kind',
      'plan create --count 5',
      creation,
    ),
    concept(
      ['cloud disk', '云盘, 弹性云硬盘'],
      'a block volume over a network',
      'plan create --count 5 --store san',
      creation,
    ),
    concept(
      ['elastic scaling group', '弹性伸缩(群/组)'],
      'the number of machines follows demand',
      study,
      { simulated: 'capacity' },
    ),
    concept(
      ['elastic IP', '弹性IP'],
      'an address that can move',
      'plan create --count 1',
      creation,
    ),
    concept(['resource pool', '资源池'], 'what is handed out from', study, {
      exact: 'what hosts have, over what machines were given',
    }),
    concept(['pay per use, month, year', '容量计费(按量), 包月, 包年'], 'plans of billing', study, {
      exact: 'hours times prices',
    }),
    concept(
      ['SLA, RPO, RTO', '服务等级协议'],
      'what is held to, the loss that is allowed, the time to return',
      zones,
      { exact: 'placeholder' },
    ),
    concept(['multi-active', '容灾多活'], 'several sites serve at once', zones, {
      exact: 'placeholder',
    }),
    concept(
      ['hybrid cloud, burst', '混合云, 业务高峰分流'],
      'own machines and a public cloud; the peak goes out',
      study,
      { exact: 'placeholder' },
    ),
    concept(
      ['P2V, consolidation', '整合'],
      'physical servers become virtual machines',
      'plan examples/inventory/rvtools-workshop.xlsx --cpu-ratio 8',
      { exact: 'placeholder' },
    ),
  ],
};
