// Do forty machines survive the loss of one of four hosts?
import { plan } from 'virtcost';

const { fits, survives, clusters } = plan({
  inventory: {
    hosts: [1, 2, 3, 4].map((n) => ({ name: `host${n}`, cores: 32, memoryMib: 262_144 })),
    vms: Array.from({ length: 40 }, (_, n) => ({ name: `vm${n}`, vcpus: 4, memoryMib: 16_384 })),
  },
  settings: { cpuRatio: 2, tolerateHosts: 1 },
});
console.log(`fits ${fits}, survives a failure ${survives}, bound by ${clusters[0]?.binding}`);
