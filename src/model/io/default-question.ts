import type { Host } from '../../hosts/host.ts';
import type { IoQuestion } from './what-if.ts';

/** The question `virtcost io` answers when nothing is said, and reports show. */
export function defaultIoQuestion(host: Host): IoQuestion {
  return {
    host,
    kind: 'block',
    read: true,
    bytes: 4096,
    queueDepth: 32,
    vcpus: 2,
    sequential: false,
    storage: {
      transport: 'local-nvme',
      raid: { level: 0, disks: 1 },
      mode: 'virtualized',
      pooling: 'none',
      readShare: 0.7,
      diskIops: 200_000,
      diskBytesPerSecond: 2e9,
    },
    network: { linkGbps: 10, mtu: 1500, encapsulation: 'none', links: 2, rules: 50 },
    adapter: { functions: 256, vectorsEach: 3, msix: 2048 },
    paths: [],
  };
}
