/** Entries no model here predicts, each with the reason. First match wins. */
export const unpredicted: readonly (readonly [RegExp, string])[] = [
  [
    /^(qcow2-l2cache-rule|dmthin-meta|bond-evenport)$/,
    'a rule, not a number: the model follows it and a unit test holds it',
  ],
  [/^qcow2-l2cache-round$/, 'the medium is not stated, and the cost of a table write-back decides'],
  [/^squemu-/, 'a chain-aware format that is not modelled; only the abstract was read'],
  [/^mantle-cow$/, 'run time of a test suite: most of it is not storage'],
  [
    /^virtio-notify$/,
    'the request rate of the run is not stated, so the idle share of the device is unknown',
  ],
  [/^virtio-lock$/, 'the ceiling of the device behind the queue is not stated'],
  [/^(elvis|elvis-poc)$/, 'exit rates of the workloads were not readable (abstract only)'],
  [/^posted-irq-bm$/, 'bare metal; the number of queues per processor is not stated'],
  [/^felter-sum$/, 'a qualitative finding'],
  [/^vhost-xdp$/, 'per-packet costs of the three drivers are not stated'],
  [
    /^(vhost-skbarray|virtio-inline-hdr|virtio-packed-early|virtio-indirect|vmxnet3-dpdk)$/,
    'a change inside one driver: the figure is itself the cost of the changed step',
  ],
  [
    /^(geneve-tso|gre-bond-gso|vxlan-gro|vxlan-rco)$/,
    'gain of an offload with the limiting side (receiver, pacing, wire) not stated',
  ],
  [/^bond-hash$/, 'bound by the processors of the clients, not by the links the model divides'],
  [/^optane-qd1$/, 'a data-sheet property of a device: an input'],
  [
    /^(trace-|cptrace-)/,
    'properties of a trace that is not shipped; replay is the block-map suite',
  ],
  [/^chain-.*-q1$/, 'queue depth 1 on a noisy 2-CPU machine: no stable shape with depth'],
];
