import { elasticNicDefaults } from '../model/io/network/bond-failover.ts';
import { commitments } from '../plan/cloud/commitments.ts';
import { creditTypes, earnOf } from '../plan/cloud/credits.ts';
import { instanceFamilies } from '../plan/cloud/families.ts';
import { fibreRoundTripMsPerKm, replicationProducts } from '../plan/cloud/replication-products.ts';
import { controlPlanes } from '../plan/create/planes.ts';
import { platformLimits } from '../plan/platform-limits.ts';
import { type ConceptGroup, concept, constants, type Numbers } from './concept.ts';

const study = 'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml';

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
    concept(
      ['region, zone', '地域, 可用区'],
      'a place, and an independent part of it',
      'plan replicate --distance 100',
      constants(fibreRoundTripMsPerKm, ...replicationProducts.map(({ rtoS }) => rtoS)),
    ),
    concept(
      ['instance, family', '实例, 机型'],
      'one cloud server, and its kind',
      'plan instances --vcpus 4 --memory 24GiB',
      constants(...instanceFamilies.map(({ gibPerVcpu }) => gibPerVcpu)),
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
      'io elastic-nic --detach 0 --attach 2',
      constants(...Object.values(elasticNicDefaults)),
    ),
    concept(['resource pool', '资源池'], 'what is handed out from', study, {
      exact: 'what hosts have, over what machines were given',
    }),
    concept(
      ['pay per use, month, year', '容量计费(按量), 包月, 包年'],
      'plans of billing',
      'plan billing --hours 400',
      { exact: 'hours times prices that are stated' },
    ),
    concept(
      ['SLA, RPO, RTO', '服务等级协议'],
      'what is held to, the loss that is allowed, the time to return',
      'plan sla --availability 99.975 --zones 2',
      constants(...Object.values(commitments)),
    ),
    concept(
      ['multi-active', '容灾多活'],
      'several sites serve at once',
      'plan replicate --copies 6 --zones 3 --write-quorum 4 --read-quorum 3',
      { exact: 'quorums over the copies of zones' },
    ),
    concept(
      ['hybrid cloud, burst', '混合云, 业务高峰分流'],
      'own machines and a public cloud; the peak goes out',
      'plan burst --own 40',
      { exact: 'hours beyond own machines, times prices that are stated' },
    ),
    concept(
      ['P2V, consolidation', '整合'],
      'physical servers become virtual machines',
      'plan consolidate --servers 40:8:2.4:32:12:50',
      { exact: 'peak use placed whole on hosts' },
    ),
    concept(
      ['maximum, limit of a platform', '规格上限'],
      'what a release supports at most, for a host and for a machine',
      'plan maxima --vcpus 160 --memory 2TiB',
      {
        sourced: () =>
          Object.values(platformLimits).flatMap((list) => list.map(({ most }) => most)),
      },
    ),
    concept(
      ['CPU credit, burstable instance', 'CPU 积分, 突发性能实例'],
      'processor time saved below a baseline and spent above it',
      'plan credits --type t3.large --use 200x12',
      constants(...creditTypes.map(earnOf)),
    ),
  ],
};
