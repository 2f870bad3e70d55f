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
      'io --kind packet --size 1500',
      { exact: 'look-ups and copies on the way' },
    ),
    concept(
      ['port group, uplink', '端口组, 上行链路'],
      'ports of one policy, and the way out',
      'io --kind packet --size 1500',
      { exact: 'look-ups, copies and links on the way' },
    ),
    concept(
      ['VLAN', 'VLAN'],
      'a broadcast domain by a tag',
      'io --kind packet --encap vlan',
      carried('vlan'),
    ),
    concept(
      ['overlay, VXLAN', '层叠网络, 虚拟扩展局域网'],
      'a network on a network: Ethernet in UDP',
      'io --kind packet --encap vxlan',
      carried('vxlan'),
    ),
    concept(
      ['tunnel, GRE, IPsec', '隧道协议, 通用路由封装'],
      'one packet inside another',
      'io --kind packet --encap gre',
      carried('gre'),
    ),
    concept(
      ['VPN', '虚拟专用网'],
      'private traffic over public links',
      'io --kind packet --encap ipsec',
      carried('ipsec'),
    ),
    concept(
      ['link aggregation', '链路聚合'],
      'several ports act as one',
      'io --kind packet --links 4',
      { exact: 'the hash that places a flow' },
    ),
    concept(
      ['virtual port channel', '虚链路聚合 VPC'],
      'several ports of two switches act as one',
      'io --kind packet --links 4',
      { exact: 'the hash that places a flow' },
    ),
    concept(
      ['large layer 2', '大二层'],
      'one broadcast domain over a data centre',
      'io --kind packet --encap vxlan --mtu 1550',
      carried('vxlan'),
    ),
    concept(
      ['elastic NIC', '弹性网卡'],
      'an adapter that moves between instances',
      'io --kind packet',
      { exact: 'placeholder' },
    ),
    concept(
      ['security group', '安全组'],
      'the stateful firewall of a set of instances',
      'io --kind packet --rules 1000',
      { exact: 'rules a packet visits' },
    ),
    concept(
      ['load balancer', '负载均衡'],
      'spreads connections over machines',
      'io --kind packet --size 64',
      { exact: 'placeholder' },
    ),
  ],
};
