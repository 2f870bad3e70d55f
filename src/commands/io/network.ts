import { type Command, Option } from 'commander';
import { hostFrom } from '../../formats/host-profile.ts';
import { adapterQueues } from '../../model/io/network/adapter-queues.ts';
import {
  bondFailover,
  type ElasticNicStep,
  elasticNicMove,
} from '../../model/io/network/bond-failover.ts';
import { bondTimers } from '../../model/io/network/bond-timers.ts';
import { bridgeLookup, flowCache } from '../../model/io/network/flow-cache.ts';
import { forwardingRules } from '../../model/io/network/forwarding.ts';
import { switchCosts } from '../../model/io/network/switch-costs.ts';
import { bondRows } from '../../model/io/what-if.ts';
import { bondTopic, elasticNicTopic, queuesTopic } from '../../report/sections/io-network.ts';
import { switchTopic } from '../../report/sections/io-switch.ts';
import { examples } from '../examples.ts';
import { hostOption } from '../host-option.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

const linkOption = [
  '--link <Gbit/s>',
  'Gbit/s of the link',
  positiveNumber(0.001, 10_000),
  10,
] as const;

interface SwitchFlags extends TellFlags {
  kind: 'bridge' | 'ovs';
  masks: number;
  maskCache?: boolean;
  microflowCache?: boolean;
  hitShare: number;
  size: number;
  link: number;
  distributedRouter?: boolean;
  host: string;
}

/** `virtcost io switch`: bridge and Open vSwitch with their caches; the forwarding rules of port groups. */
export function ioSwitch(io: Command): void {
  const command = io
    .command('switch')
    .addHelpText('after', examples('io switch', 'io switch --masks 50 --hit-share 0.9 --link 25G'))
    .description('bridge or Open vSwitch: flow cache hit and miss; where port groups forward')
    .addOption(new Option('--kind <id>', 'the switch').choices(['ovs', 'bridge']).default('ovs'))
    .option('--masks <n>', 'different masks in the flow table', wholeNumber(1, 1_000_000), 14)
    .option('--mask-cache', 'the per-CPU mask cache of Linux 2019 and later')
    .option('--microflow-cache', 'an exact-match cache before the masks')
    .option(
      '--hit-share <share>',
      'share of packets whose flow is in the kernel',
      positiveNumber(0, 1),
      switchCosts.hitShare.value,
    )
    .option('--size <size>', 'bytes of a packet', wholeNumber(46, 65_535), 1500)
    .option(...linkOption)
    .option('--distributed-router', 'a router runs on every host')
    .addOption(hostOption());
  tellOptions(command).action(async (flags: SwitchFlags) => {
    const bridge = flags.kind === 'bridge';
    const question = {
      masks: bridge ? 1 : flags.masks,
      maskCache: bridge || flags.maskCache === true,
      microflowCache: flags.microflowCache === true,
      hitShare: bridge ? 1 : flags.hitShare,
    };
    const cache = bridge ? bridgeLookup() : flowCache(question);
    const rules = forwardingRules({
      host: await hostFrom(flags.host),
      bytes: flags.size,
      linkGbps: flags.link,
      lookupNs: cache.meanNs,
      distributedRouter: flags.distributedRouter === true,
    });
    const topic = switchTopic({ ...question, bridge, bytes: flags.size }, cache, rules);
    await tellTopic(topic, flags, 'io switch');
  });
}

interface BondFlags extends TellFlags {
  links: number;
  link: number;
  mtu: number;
  miimon: number;
  downdelay: number;
  arpInterval: number;
  arpMissedMax: number;
  lacp: 'slow' | 'fast';
  keepalive: number;
}

/** `virtcost io bond`: link aggregation, on one switch or two, and how soon a failure is noticed. */
export function ioBond(io: Command): void {
  const { miimonMs, arpMissedMax, mlagKeepaliveS } = bondTimers;
  const milliseconds = positiveNumber(0, 3_600_000);
  const command = io
    .command('bond')
    .addHelpText(
      'after',
      examples('io bond', 'io bond --links 4 --link 25G --miimon 50ms --lacp fast'),
    )
    .description('link aggregation: rate by flows, detection of a dead link, switch or way')
    .option('--links <n>', 'links', wholeNumber(1, 64), 2)
    .option(...linkOption)
    .option('--mtu <size>', 'IP packet size', wholeNumber(576, 65_535), 1500)
    .option(
      '--miimon <ms>',
      'interval of looking at the carrier; 0: off',
      milliseconds,
      miimonMs.value,
    )
    .option('--downdelay <ms>', 'wait before a lost link is believed', milliseconds, 0)
    .option('--arp-interval <ms>', 'interval of the ARP monitor; 0: off', milliseconds, 0)
    .option('--arp-missed-max <n>', 'intervals missed', wholeNumber(1, 255), arpMissedMax.value)
    .addOption(new Option('--lacp <rate>', 'LACP rate').choices(['slow', 'fast']).default('slow'))
    .option(
      '--keepalive <s>',
      'keep-alive timeout between two switches (vPC, MLAG)',
      positiveNumber(0, 3600),
      mlagKeepaliveS.value,
    );
  tellOptions(command).action(async (flags: BondFlags) => {
    const question = {
      miimonMs: flags.miimon,
      downdelayMs: flags.downdelay,
      arpIntervalMs: flags.arpInterval,
      arpMissedMax: flags.arpMissedMax,
      lacpFast: flags.lacp === 'fast',
      mlagKeepaliveS: flags.keepalive,
    };
    const { links, link: linkGbps, mtu } = flags;
    const carried = bondRows({ links, linkGbps, mtu });
    const topic = bondTopic({ ...question, links }, bondFailover(question), carried);
    await tellTopic(topic, flags, 'io bond');
  });
}

/** `virtcost io elastic-nic`: an address that moves to another instance after a failure. */
export function ioElasticNic(io: Command): void {
  const seconds = positiveNumber(0, 86_400);
  const command = io
    .command('elastic-nic')
    .addHelpText('after', examples('io elastic-nic', 'io elastic-nic --detect 5s --attach 800ms'))
    .description('a NIC and its address move to another instance: detection, detach, attach')
    .option('--detect <s>', 'until the failure is believed', seconds)
    .option('--detach <s>', 'taking it off', seconds)
    .option('--attach <s>', 'putting it on', seconds)
    .option('--announce <s>', 'until the network knows', seconds);
  type Flags = TellFlags & Partial<Record<'detect' | 'detach' | 'attach' | 'announce', number>>;
  tellOptions(command).action(async (flags: Flags) => {
    const { detect: detectS, detach: detachS, attach: attachS, announce: announceS } = flags;
    const stated: Partial<Record<ElasticNicStep, number | undefined>> = {
      detectS,
      detachS,
      attachS,
      announceS,
    };
    await tellTopic(elasticNicTopic(elasticNicMove(stated)), flags, 'io elastic-nic');
  });
}

interface QueueFlags extends TellFlags {
  machines: number;
  vcpus: number;
  size: number;
  link: number;
  functions: number;
  queues: number;
  vectors: number;
  msix: number;
  coalesce: number;
  host: string;
}

/** `virtcost io queues`: one adapter by software switch, VMDq or VMDc (SR-IOV). */
export function ioQueues(io: Command): void {
  const command = io
    .command('queues')
    .addHelpText('after', examples('io queues', 'io queues --machines 200 --link 100G'))
    .description('one adapter for many machines: software switch, VMDq, VMDc (SR-IOV)')
    .option('--machines <n>', 'machines on the adapter', wholeNumber(1, 100_000), 64)
    .option('--vcpus <n>', 'vCPUs of a machine', wholeNumber(1, 1024), 2)
    .option('--size <size>', 'bytes of a packet', wholeNumber(46, 65_535), 1500)
    .option(...linkOption)
    .option('--functions <n>', 'virtual functions of the adapter', wholeNumber(1, 65_536), 128)
    .option('--queues <n>', 'queues the adapter sorts into', wholeNumber(1, 65_536), 64)
    .option('--vectors <n>', 'interrupt vectors of a function', wholeNumber(1, 2048), 3)
    .option('--msix <n>', 'interrupt vectors of the adapter', wholeNumber(1, 65_536), 2048)
    .option('--coalesce <n>', 'packets an interrupt announces', wholeNumber(1, 65_536), 8)
    .addOption(hostOption());
  tellOptions(command).action(async (flags: QueueFlags) => {
    const question = {
      host: await hostFrom(flags.host),
      machines: flags.machines,
      vcpus: flags.vcpus,
      bytes: flags.size,
      linkGbps: flags.link,
      functions: flags.functions,
      queues: flags.queues,
      vectorsEach: flags.vectors,
      msix: flags.msix,
      packetsPerInterrupt: flags.coalesce,
    };
    await tellTopic(queuesTopic(question, adapterQueues(question)), flags, 'io queues');
  });
}
