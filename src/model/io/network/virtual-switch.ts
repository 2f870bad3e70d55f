/** Where two machines on virtual switches sit with regard to each other. */
export interface Placement {
  sameHost: boolean;
  samePortGroup: boolean;
  /** Both port groups are uplinked to the same virtual switch. */
  sameSwitch?: boolean;
  /** A virtual router runs on the host, so traffic between port groups may stay inside. */
  distributedRouter?: boolean;
}

export interface SwitchPath {
  id: 'same-port-group' | 'different-port-group' | 'different-hosts';
  leavesHost: boolean;
  /** What a frame passes, in order. */
  hops: readonly string[];
  /** Software lookups and copies on hosts, and passes of a physical link. */
  switchLookups: number;
  copies: number;
  linkPasses: number;
  routed: boolean;
}

/**
 * The three ways between two machines. Only the first stays in memory: another port group is another
 * layer-2 segment, so the frame goes out to a router and returns through the same uplink (unless a
 * distributed router runs on the host); another host is always reached through the wire.
 */
export function switchPath(placement: Placement): SwitchPath {
  const { sameHost, samePortGroup, sameSwitch = true, distributedRouter = false } = placement;
  if (!sameHost) {
    const routed = !samePortGroup && !distributedRouter;
    return {
      id: 'different-hosts',
      leavesHost: true,
      hops: [
        'virtual NIC',
        'virtual switch',
        'physical NIC',
        routed ? 'physical switch and router' : 'physical switch',
        'physical NIC',
        'virtual switch',
        'virtual NIC',
      ],
      switchLookups: 2,
      copies: 2,
      linkPasses: 2,
      routed: !samePortGroup,
    };
  }
  if (samePortGroup && sameSwitch) {
    return {
      id: 'same-port-group',
      leavesHost: false,
      hops: ['virtual NIC', 'virtual switch', 'virtual NIC'],
      switchLookups: 1,
      copies: 1,
      linkPasses: 0,
      routed: false,
    };
  }
  if (distributedRouter) {
    return {
      id: 'different-port-group',
      leavesHost: false,
      hops: [
        'virtual NIC',
        'virtual switch',
        'distributed router',
        'virtual switch',
        'virtual NIC',
      ],
      switchLookups: 3,
      copies: 1,
      linkPasses: 0,
      routed: true,
    };
  }
  return {
    id: 'different-port-group',
    leavesHost: true,
    hops: [
      'virtual NIC',
      'virtual switch',
      'physical NIC',
      'physical switch and router',
      'physical NIC',
      'virtual switch',
      'virtual NIC',
    ],
    switchLookups: 2,
    copies: 2,
    linkPasses: 2,
    routed: true,
  };
}
