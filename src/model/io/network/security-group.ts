import { UserError } from '../../../errors.ts';

export type Protocol = 'tcp' | 'udp' | 'icmp';

export interface Rule {
  direction: 'in' | 'out';
  protocol: Protocol;
  /** First and last destination port, inclusive. */
  ports: readonly [number, number];
  /** First address and prefix length of the remote side. */
  remote: { address: number; prefix: number };
}

export interface Packet {
  direction: 'in' | 'out';
  protocol: Protocol;
  localPort: number;
  remotePort: number;
  remoteAddress: number;
}

export interface Decision {
  allowed: boolean;
  /** Rules looked at; 0 when the connection was known. */
  rulesVisited: number;
  known: boolean;
}

function inPrefix(address: number, { address: base, prefix }: Rule['remote']): boolean {
  if (!(prefix >= 0 && prefix <= 32))
    throw new UserError(`expected a prefix of 0 to 32, found ${prefix}.`);
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return (address & mask) >>> 0 === (base & mask) >>> 0;
}

/**
 * A stateful security group: rules only allow. The first packet of a connection walks the rules;
 * an answer to an allowed packet is allowed without a rule, and every later packet costs one lookup
 * in the connection table. `maxConnections` bounds the table, as nf_conntrack_max does; when it is
 * full a new connection is refused.
 */
export class SecurityGroup {
  private readonly known = new Set<string>();
  private readonly rules: readonly Rule[];
  private readonly maxConnections: number;

  constructor(rules: readonly Rule[], maxConnections = 262_144) {
    this.rules = rules;
    this.maxConnections = maxConnections;
  }

  decide(packet: Packet): Decision {
    const key = `${packet.protocol} ${packet.localPort} ${packet.remoteAddress} ${packet.remotePort}`;
    if (this.known.has(key)) return { allowed: true, rulesVisited: 0, known: true };
    let rulesVisited = 0;
    for (const rule of this.rules) {
      rulesVisited++;
      const port = packet.direction === 'in' ? packet.localPort : packet.remotePort;
      const matches =
        rule.direction === packet.direction &&
        rule.protocol === packet.protocol &&
        port >= rule.ports[0] &&
        port <= rule.ports[1] &&
        inPrefix(packet.remoteAddress, rule.remote);
      if (!matches) continue;
      if (this.known.size >= this.maxConnections) break;
      this.known.add(key);
      return { allowed: true, rulesVisited, known: false };
    }
    return { allowed: false, rulesVisited, known: false };
  }
}

/** Mean rules visited per packet: `rules/2` for the first of a connection, none for the others. */
export function meanRulesPerPacket(rules: number, packetsPerConnection: number): number {
  return (rules + 1) / 2 / Math.max(1, packetsPerConnection);
}
