import type { Command } from 'commander';
import { encapsulations } from '../../model/io/network/encapsulation.ts';
import { packetThrough } from '../../model/io/network/packet-through.ts';
import {
  type FilterKind,
  filterKinds,
  type ServiceKind,
  serviceKinds,
} from '../../model/io/network/service-kinds.ts';
import { filterAnswer, serviceAnswer } from '../../model/io/network/services.ts';
import { someNames } from '../../names.ts';
import { filterTopic, serviceTopic } from '../../report/sections/io-network.ts';
import { tunnelTopic } from '../../report/sections/io-tunnel.ts';
import { examples } from '../examples.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

/** Words of a comma-separated option, each of a list. */
const someOf =
  <Word extends string>(option: string, known: readonly Word[]) =>
  (text: string): Word[] =>
    someNames(`${option} of`, text, known);

const filters = Object.keys(filterKinds) as FilterKind[];
const services = Object.keys(serviceKinds) as ServiceKind[];
const packets = positiveNumber(0, 1e12);

/** `virtcost io firewall`: the rules of a security group as time. */
export function ioFirewall(io: Command): void {
  const command = io
    .command('firewall')
    .addHelpText('after', examples('io firewall', 'io firewall --rules 10k --kind nftables'))
    .description('security-group rules as time per new and per established connection')
    .option('--rules <n>', 'rules', wholeNumber(1, 10_000_000), 1000)
    .option('--kind <list>', filters.join(','), someOf('--kind', filters), filters)
    .option('--packets <n>', 'packets of a connection', wholeNumber(1, 1_000_000_000), 10)
    .option(
      '--connections <n>',
      'connections open at once',
      wholeNumber(0, 1_000_000_000),
      100_000,
    );
  interface Flags extends TellFlags {
    rules: number;
    kind: FilterKind[];
    packets: number;
    connections: number;
  }
  tellOptions(command).action(async (flags: Flags) => {
    const { rules, packets: packetsPerConnection, connections } = flags;
    const question = { rules, packetsPerConnection, connections };
    const answers = flags.kind.map((kind) => filterAnswer(kind, question));
    await tellTopic(filterTopic(question, answers), flags, 'io firewall');
  });
}

/** `virtcost io services`: load balancers, proxies and firewalls as added path. */
export function ioServices(io: Command): void {
  const command = io
    .command('services')
    .addHelpText('after', examples('io services', 'io services --kind l7-proxy --packets 50k'))
    .description('layer 4 to 7 services as added path: load balancer, proxy, firewall')
    .option('--kind <list>', services.join(','), someOf('--kind', services), services)
    .option('--packets <n>', 'packets a second each way', packets, 1e6)
    .option('--link <Gbit/s>', 'Gbit/s of the link', positiveNumber(0.001, 10_000), 10)
    .option('--size <size>', 'IP bytes of a packet', wholeNumber(46, 65_535), 46);
  interface Flags extends TellFlags {
    kind: ServiceKind[];
    packets: number;
    link: number;
    size: number;
  }
  tellOptions(command).action(async (flags: Flags) => {
    const question = { packetsPerS: flags.packets, linkGbps: flags.link, bytes: flags.size };
    const answers = flags.kind.map((kind) => serviceAnswer(kind, question));
    await tellTopic(serviceTopic(question, answers), flags, 'io services');
  });
}

const tunnels = encapsulations.map(({ id }) => id);

/** `virtcost io tunnel`: bytes and time of one packet under each encapsulation. */
export function ioTunnel(io: Command): void {
  const command = io
    .command('tunnel')
    .addHelpText(
      'after',
      examples(
        'io tunnel --encap vxlan,geneve',
        "io tunnel --encap 'vx*' --size 1KiB --link 100Gbit",
      ),
    )
    .description('VLAN, VXLAN, GRE, IPsec and others: bytes and time of one packet')
    .option('--encap <list>', tunnels.join(','), someOf('--encap', tunnels), tunnels)
    .option('--size <size>', 'IP bytes of the inner packet', wholeNumber(46, 65_535), 1500)
    .option('--mtu <size>', 'IP packet size of the underlay', wholeNumber(576, 65_535), 1500)
    .option('--link <Gbit/s>', 'Gbit/s of the link', positiveNumber(0.001, 10_000), 10);
  interface Flags extends TellFlags {
    encap: string[];
    size: number;
    mtu: number;
    link: number;
  }
  tellOptions(command).action(async (flags: Flags) => {
    const question = { bytes: flags.size, mtu: flags.mtu, linkGbps: flags.link };
    const rows = flags.encap.map((id) => packetThrough(id, question));
    await tellTopic(tunnelTopic(question, rows), flags, 'io tunnel');
  });
}
