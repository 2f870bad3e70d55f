import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../errors.ts';
import { hostFrom } from '../../formats/host-profile.ts';
import { storageModes } from '../../model/io/storage/mode-list.ts';
import {
  type ArrayLoad,
  arrayAnswer,
  defaultSchemes,
  protectionOf,
} from '../../model/io/storage/protection.ts';
import { tierMix, tierOf } from '../../model/io/storage/tiers.ts';
import { transports } from '../../model/io/storage/transport-list.ts';
import { copiesOverHosts } from '../../model/io/storage/unequal-hosts.ts';
import { type StagesQuestion, virtioStages } from '../../model/io/virtio-stages.ts';
import {
  arrayTopic,
  copiesTopic,
  stagesTopic,
  tiersTopic,
} from '../../report/sections/io-storage.ts';
import { examples } from '../examples.ts';
import { hostOption } from '../host-option.ts';
import { bytesOf, positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

/** Bytes of a disk, as vendors count them. */
const DISK = 10e12;

interface StorageFlags extends TellFlags {
  scheme: string[];
  disks: number;
  groups: number;
  diskIops: number;
  diskSize: number;
  writeShare: number;
  rebuildRate: number;
  iops?: number;
  raw?: number;
}

/** `virtcost io storage`: RAID, replicas and erasure codes under a load; transports; modes. */
export function ioStorage(io: Command): void {
  const command = io
    .command('storage')
    .addHelpText(
      'after',
      examples('io storage --disks 12', 'io storage --scheme raid10,ec4+2 --iops 20k'),
    )
    .description('RAID, replicas and erasure codes: write penalty, usable space, rates; FC to NFS')
    .option(
      '--scheme <list>',
      'raid0 1 5 6 10 50 60 (raid5x8: of 8 disks), replica3, ec4+2; comma-separated',
      (text: string) => text.split(','),
      [...defaultSchemes],
    )
    .option('--disks <n>', 'disks of a RAID that names no count', wholeNumber(1, 4096), 8)
    .option('--groups <n>', 'groups of RAID 50 and 60', wholeNumber(2, 512), 2)
    .option('--disk-iops <n>', 'requests a second of one disk', positiveNumber(1, 1e9), 180)
    .option('--disk-size <size>', 'bytes of one disk', bytesOf, DISK)
    .option('--write-share <share>', 'share of writes in the load', positiveNumber(0, 1), 0.3)
    .option('--iops <n>', 'requests a second to carry: how many disks?', positiveNumber(0, 1e12))
    .option('--raw <size>', 'raw space to divide (default: that of the disks)', bytesOf)
    .option('--rebuild-rate <rate>', 'bytes a second a rebuild writes', bytesOf, 1e8);
  tellOptions(command).action(async (flags: StorageFlags) => {
    if (flags.rebuildRate === 0) throw new UserError('--rebuild-rate: expected above 0, found 0.');
    const load: ArrayLoad = {
      diskIops: flags.diskIops,
      diskBytes: flags.diskSize,
      writeShare: flags.writeShare,
      rebuildBytesPerS: flags.rebuildRate,
      iops: flags.iops ?? null,
      rawBytes: flags.raw ?? null,
    };
    const answers = flags.scheme.map((scheme) =>
      arrayAnswer(protectionOf(scheme, flags.disks, flags.groups), load, flags.groups),
    );
    await tellTopic(arrayTopic(answers, load), flags, 'io storage');
  });
}

interface VirtioFlags extends TellFlags {
  write?: boolean;
  batch: number;
  backEnd: StagesQuestion['backEnd'];
  mode: string;
  volume?: boolean;
  transport: string;
  host: string;
}

const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

/** `virtcost io virtio`: where the time of one paravirtual disk request goes, stage by stage. */
export function ioVirtio(io: Command): void {
  const command = io
    .command('virtio')
    .addHelpText('after', examples('io virtio', 'io virtio --write --volume --back-end vhost'))
    .description('the stages of one virtio disk request: front end, ring, back end, volume, driver')
    .option('--write', 'a write instead of a read')
    .option('--batch <n>', 'requests that share a notification', wholeNumber(1, 65_536), 1)
    .addOption(
      new Option('--back-end <id>', 'who serves the ring')
        .choices(['qemu', 'vhost'])
        .default('qemu'),
    )
    .addOption(
      new Option('--mode <id>', 'storage mode').choices(ids(storageModes)).default('virtualized'),
    )
    .option('--volume', 'a logical volume stands between')
    .addOption(
      new Option('--transport <id>', 'how the device is reached')
        .choices(ids(transports))
        .default('local-nvme'),
    )
    .addOption(hostOption());
  tellOptions(command).action(async (flags: VirtioFlags) => {
    const question: StagesQuestion = {
      host: await hostFrom(flags.host),
      read: flags.write !== true,
      perKick: flags.batch,
      backEnd: flags.backEnd,
      mode: flags.mode,
      logicalVolume: flags.volume === true,
      transport: flags.transport,
    };
    await tellTopic(stagesTopic(virtioStages(question), question), flags, 'io virtio');
  });
}

/** "local-nvme:0.8,object:0.2": tiers with their shares of requests. */
function tierShares(text: string) {
  return text.split(',').map((pair) => {
    const found = /^([\w-]+):(0?\.\d+|[01](?:\.\d+)?)$/.exec(pair);
    if (!found?.[1]) {
      throw new InvalidArgumentError(`expected TIER:SHARE,TIER:SHARE, found "${pair}".`);
    }
    return { ...tierOf(found[1]), share: Number(found[2]) };
  });
}

/** `virtcost io tiers`: block, file and object storage by the share of requests each answers. */
export function ioTiers(io: Command): void {
  const command = io
    .command('tiers')
    .addHelpText('after', examples('io tiers', 'io tiers --tier nvme-tcp:0.7,object:0.3'))
    .description('block, file and object tiers: the mean latency of a mix of requests')
    .option(
      '--tier <list>',
      'TIER:SHARE of requests, comma-separated; a transport, or object',
      tierShares,
      tierShares('local-nvme:0.8,nfs:0.15,object:0.05'),
    );
  tellOptions(command).action(
    async (flags: TellFlags & { tier: ReturnType<typeof tierShares> }) => {
      await tellTopic(tiersTopic(flags.tier, tierMix(flags.tier)), flags, 'io tiers');
    },
  );
}

/** "2,1,1": any positive numbers of one unit. */
function capacities(text: string): number[] {
  return text.split(',').map((part) => {
    if (!/^\d{1,12}(?:\.\d{1,6})?$/.test(part)) {
      throw new InvalidArgumentError(
        `expected numbers between commas, found "${part.slice(0, 40)}".`,
      );
    }
    return Number(part);
  });
}

/** `virtcost io copies`: what a replicated pool over hosts of unequal capacity holds. */
export function ioCopies(io: Command): void {
  const command = io
    .command('copies')
    .addHelpText('after', examples('io copies', 'io copies --hosts 4,2,1 --copies 2'))
    .description('a replicated pool over unequal hosts: share of copies, which are full first')
    .option(
      '--hosts <list>',
      'capacity of each host in any one unit, comma-separated',
      capacities,
      capacities('2,1,1,1,1'),
    )
    .option('--copies <n>', 'copies on distinct hosts', wholeNumber(1, 16), 3);
  tellOptions(command).action(async (flags: TellFlags & { hosts: number[]; copies: number }) => {
    await tellTopic(copiesTopic(copiesOverHosts(flags.hosts, flags.copies)), flags, 'io copies');
  });
}
