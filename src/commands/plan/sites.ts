import type { Command } from 'commander';
import { someNames } from '../../names.ts';
import { quorum, replication } from '../../plan/cloud/replication.ts';
import { holding, maxima, type Sizes } from '../../plan/maxima.ts';
import { type PlatformId, platformIds } from '../../plan/platform-limits.ts';
import { maximaTopic } from '../../report/sections/plan/maxima.ts';
import { replicationTopic } from '../../report/sections/plan/replication.ts';
import { examples } from '../examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

interface ReplicateFlags extends TellFlags {
  distance: number;
  async?: boolean;
  interval: number;
  writes: number;
  link: number;
  detect: number;
  start: number;
  copies: number;
  zones: number;
  writeQuorum: number;
  readQuorum: number;
  zoneMs: number;
}

/** `virtcost plan replicate`: zones and regions, RPO and RTO, several active sites. */
export function planReplicate(plan: Command): void {
  const seconds = positiveNumber(0, 1e7);
  const command = plan
    .command('replicate')
    .addHelpText(
      'after',
      examples(
        'plan replicate',
        'plan replicate --distance 900 --async --interval 5min --link 10G',
      ),
    )
    .description('zones and regions: replication lag, RPO and RTO; quorums of several active sites')
    .option('--distance <km>', 'fibre between the sites', positiveNumber(0, 40_000), 100)
    .option('--async', 'writes do not wait for the other site')
    .option('--interval <s>', 'asynchronous: seconds between points', seconds, 0)
    .option('--writes <rate>', 'bytes written a second', bytesOf, 2e7)
    .option('--link <Gbit/s>', 'Gbit/s between the sites', positiveNumber(0.0001, 10_000), 1)
    .option('--detect <s>', 'until the failure is believed', seconds, 30)
    .option('--start <s>', 'until the other site serves', seconds, 60)
    .option('--copies <n>', 'copies of the data', wholeNumber(1, 1000), 6)
    .option('--zones <n>', 'zones they are spread over', wholeNumber(1, 100), 3)
    .option('--write-quorum <n>', 'copies a write needs', wholeNumber(1, 1000), 4)
    .option('--read-quorum <n>', 'copies a read needs', wholeNumber(1, 1000), 3)
    .option('--zone-ms <ms>', 'round trip to another zone', positiveNumber(0, 10_000), 1);
  tellOptions(command).action(async (flags: ReplicateFlags) => {
    const question = {
      distanceKm: flags.distance,
      synchronous: flags.async !== true,
      intervalS: flags.interval,
      writeBytesPerS: flags.writes,
      linkBytesPerS: (flags.link * 1e9) / 8,
      detectS: flags.detect,
      startS: flags.start,
    };
    const sites = {
      copies: flags.copies,
      zones: flags.zones,
      writeQuorum: flags.writeQuorum,
      readQuorum: flags.readQuorum,
      zoneMs: flags.zoneMs,
    };
    const topic = replicationTopic(
      { question, answer: replication(question) },
      { question: sites, answer: quorum(sites) },
    );
    await tellTopic(topic, flags, 'plan replicate');
  });
}

interface MaximaFlags extends TellFlags {
  platform?: PlatformId[];
  vcpus?: number;
  memory?: number;
  disks?: number;
  nics?: number;
  checkpoints?: number;
  hostCores?: number;
  hostMemory?: number;
  hostVms?: number;
  hostVcpus?: number;
  clusterHosts?: number;
  clusterVms?: number;
}

const platformList = (text: string): PlatformId[] => someNames('platforms', text, platformIds);

function sizesOf(flags: MaximaFlags): Sizes {
  const { hostCores, hostVcpus, vcpus } = flags;
  const sizes: Record<string, number | undefined> = {
    vcpus,
    memoryGiB: flags.memory === undefined ? undefined : flags.memory / 2 ** 30,
    disks: flags.disks,
    nics: flags.nics,
    checkpoints: flags.checkpoints,
    hostCores,
    hostMemoryGiB: flags.hostMemory === undefined ? undefined : flags.hostMemory / 2 ** 30,
    hostVms: flags.hostVms,
    hostVcpus,
    clusterHosts: flags.clusterHosts,
    clusterVms: flags.clusterVms,
    vcpusPerCore: hostCores && hostVcpus !== undefined ? hostVcpus / hostCores : undefined,
    vcpusPerHostCore: hostCores && vcpus !== undefined ? vcpus / hostCores : undefined,
  };
  return Object.fromEntries(
    Object.entries(sizes).filter(([, value]) => value !== undefined),
  ) as Sizes;
}

/** `virtcost plan maxima`: what platforms support at most, by release. */
export function planMaxima(plan: Command): void {
  const many = wholeNumber(1, 10_000_000);
  const command = plan
    .command('maxima')
    .addHelpText(
      'after',
      examples("plan maxima --platform 'esxi-*'", 'plan maxima --vcpus 256 --memory 8TiB'),
    )
    .description('what KVM, vSphere, Hyper-V and Xen support at most, by release; does a size fit')
    .option('--platform <list>', `${platformIds.join(', ')} (default: all)`, platformList)
    .option('--vcpus <n>', 'vCPUs of a machine', many)
    .option('--memory <size>', 'memory of a machine', bytesOf)
    .option('--disks <n>', 'disks of a machine', many)
    .option('--nics <n>', 'network adapters of a machine', many)
    .option('--checkpoints <n>', 'checkpoints of a machine', many)
    .option('--host-cores <n>', 'cores of a host', many)
    .option('--host-memory <size>', 'memory of a host', bytesOf)
    .option('--host-vms <n>', 'machines on a host', many)
    .option('--host-vcpus <n>', 'vCPUs on a host', many)
    .option('--cluster-hosts <n>', 'hosts of a cluster', many)
    .option('--cluster-vms <n>', 'machines of a cluster', many);
  tellOptions(command).action(async (flags: MaximaFlags) => {
    const rows = maxima(flags.platform ?? platformIds, sizesOf(flags));
    const topic = maximaTopic(rows, holding(rows), flags.platform !== undefined);
    await tellTopic(topic, flags, 'plan maxima');
  });
}
