import { chosen } from '../../chosen.ts';

/** Header lengths in bytes, as their standards lay them out. */
export const header = {
  ethernet: 14,
  fcs: 4,
  vlanTag: 4,
  mplsLabel: 4,
  ipv4: 20,
  ipv6: 40,
  udp: 8,
  tcp: 20,
  /** TCP timestamps with padding. */
  tcpTimestamps: 12,
  vxlan: 8,
  geneve: 8,
  lisp: 8,
  gre: 4,
  greKey: 4,
  /** Stateless transport tunnelling, carried behind a TCP-like header. */
  stt: 18,
  wireguard: 32,
  /** SPI and sequence number. */
  esp: 8,
  /** Pad length and next header. */
  espTrailer: 2,
} as const;

export interface Encapsulation {
  id: string;
  title: string;
  /** Bytes added to a packet, counted against the MTU of the underlay. */
  bytes: number;
  /** The parts, in wire order. */
  parts: readonly string[];
}

function layers(id: string, title: string, parts: readonly [string, number][]): Encapsulation {
  return {
    id,
    title,
    bytes: parts.reduce((total, [, bytes]) => total + bytes, 0),
    parts: parts.map(([name, bytes]) => `${name} ${bytes}`),
  };
}

const ip4: [string, number] = ['outer IPv4', header.ipv4];
const ip6: [string, number] = ['outer IPv6', header.ipv6];
const udp: [string, number] = ['UDP', header.udp];
const inner: [string, number] = ['inner Ethernet', header.ethernet];

/**
 * ESP in tunnel mode with a block cipher in CBC mode. The padding fills the cipher block, so the
 * added bytes depend on the packet: `payload` given, the exact figure; absent, the worst case.
 */
export function espBytes(
  options: { blockBytes?: number; icvBytes?: number; payload?: number | undefined } = {},
): { bytes: number; padding: number } {
  const { blockBytes = 16, icvBytes = 12, payload } = options;
  const filled = payload === undefined ? 0 : (payload + header.espTrailer) % blockBytes;
  const padding = payload === undefined ? blockBytes - 1 : filled === 0 ? 0 : blockBytes - filled;
  const bytes = header.ipv4 + header.esp + blockBytes + padding + header.espTrailer + icvBytes;
  return { bytes, padding };
}

/** Every encapsulation known, by id. `none` is a plain packet. */
export const encapsulations: readonly Encapsulation[] = [
  layers('none', 'plain', []),
  layers('vlan', '802.1Q tag', [['tag', header.vlanTag]]),
  layers('mpls', 'one MPLS label', [['label', header.mplsLabel]]),
  layers('ipip', 'IP in IP', [ip4]),
  layers('gre', 'GRE', [ip4, ['GRE', header.gre]]),
  layers('nvgre', 'NVGRE', [ip4, ['GRE with key', header.gre + header.greKey], inner]),
  layers('vxlan', 'VXLAN over IPv4', [ip4, udp, ['VXLAN', header.vxlan], inner]),
  layers('vxlan-ipv6', 'VXLAN over IPv6', [ip6, udp, ['VXLAN', header.vxlan], inner]),
  layers('vxlan-gpe', 'VXLAN-GPE without inner Ethernet', [ip4, udp, ['VXLAN', header.vxlan]]),
  layers('geneve', 'Geneve without options', [ip4, udp, ['Geneve', header.geneve], inner]),
  layers('lisp', 'LISP over IPv4', [ip4, udp, ['LISP', header.lisp]]),
  layers('stt', 'STT, once per segmented packet', [
    ip4,
    ['TCP-like', header.tcp],
    ['STT', header.stt],
    inner,
  ]),
  layers('wireguard', 'WireGuard over IPv4', [ip4, udp, ['WireGuard', header.wireguard]]),
  {
    ...layers('ipsec', 'ESP, AES-CBC, HMAC-SHA-96', [ip4, ['ESP', espBytes().bytes - header.ipv4]]),
  },
];

export function encapsulation(id: string): Encapsulation {
  return chosen(encapsulations, id, 'an encapsulation');
}
