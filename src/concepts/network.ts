import { elasticNicDefaults } from '../model/io/network/bond-failover.ts';
import { bondTimers } from '../model/io/network/bond-timers.ts';
import { hopUs } from '../model/io/network/hop.ts';
import { filterCosts, serviceKinds } from '../model/io/network/service-kinds.ts';
import { switchCosts } from '../model/io/network/switch-costs.ts';
import { tunnel } from '../model/io/network/tunnel.ts';
import { type ConceptGroup, concept, constants, type Numbers } from './concept.ts';

const carried = (id: string): Numbers =>
  constants(
    tunnel(id, { linkGbps: 10, mtu: 1500, offload: true }).cpuUsPerKb,
    tunnel(id, { linkGbps: 10, mtu: 1500, offload: false }).cpuUsPerKb,
  );

/** Switches, tunnels, bonds and services between machines. */
export const network: ConceptGroup = {
  id: 'network',
  title: 'Network',
  concepts: [
    concept(
      ['virtual switch, OVS', '虚拟化软件交换机'],
      'a switch in software',
      'io switch --masks 14',
      constants(
        switchCosts.lookupNs,
        switchCosts.upcallUs,
        switchCosts.bridgeUs,
        switchCosts.pipelineLookups,
      ),
    ),
    concept(
      ['port group, uplink', '端口组, 上行链路'],
      'ports of one policy, and the way out',
      'io switch --kind bridge',
      constants(switchCosts.bridgeUs, hopUs),
    ),
    concept(
      ['VLAN', 'VLAN'],
      'a broadcast domain by a tag',
      'io tunnel --encap none,vlan',
      carried('vlan'),
    ),
    concept(
      ['overlay, VXLAN', '层叠网络, 虚拟扩展局域网'],
      'a network on a network: Ethernet in UDP',
      'io tunnel --encap none,vxlan',
      carried('vxlan'),
    ),
    concept(
      ['tunnel, GRE, IPsec', '隧道协议, 通用路由封装'],
      'one packet inside another',
      'io tunnel --encap none,gre',
      carried('gre'),
    ),
    concept(
      ['VPN', '虚拟专用网'],
      'private traffic over public links',
      'io tunnel --encap ipsec,wireguard',
      carried('ipsec'),
    ),
    concept(
      ['link aggregation', '链路聚合'],
      'several ports act as one',
      'io bond --links 4 --miimon 100 --downdelay 200',
      constants(bondTimers.miimonMs, bondTimers.arpMissedMax, bondTimers.lacpFastS),
    ),
    concept(
      ['virtual port channel', '虚链路聚合 VPC'],
      'several ports of two switches act as one',
      'io bond --keepalive 5',
      constants(bondTimers.mlagKeepaliveS, bondTimers.mlagDualMs),
    ),
    concept(
      ['large layer 2', '大二层'],
      'one broadcast domain over a data centre',
      'io tunnel --encap vxlan --mtu 1550',
      carried('vxlan'),
    ),
    concept(
      ['elastic NIC', '弹性网卡'],
      'an adapter that moves between instances',
      'io elastic-nic',
      constants(...Object.values(elasticNicDefaults)),
    ),
    concept(
      ['security group', '安全组'],
      'the stateful firewall of a set of instances',
      'io firewall --rules 1000',
      constants(...Object.values(filterCosts)),
    ),
    concept(
      ['load balancer', '负载均衡'],
      'spreads connections over machines',
      'io services --kind l4-dsr,l7-proxy',
      constants(...Object.values(serviceKinds).map(({ ns }) => ns)),
    ),
  ],
};
