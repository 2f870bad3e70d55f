import { expect, test } from 'vitest';
import { loadScenario } from '../../scenario/load.ts';
import { studies } from '../index.ts';
import { busyPackets } from './network.ts';

const scenarioOf = (network: string) =>
  loadScenario(
    `
name: n
hosts: [skylake-sp-2017]
techniques: [hardware]
vms:
  - { name: web, vcpus: 4, load: 0.5, network: ${network}, workload: { pattern: { kind: uniform, footprint: 64MiB, accesses: 1000 }, events: server } }
`,
    'n.yaml',
    studies,
  );

const packetsOf = (network: string) => scenarioOf(network).vms.map(busyPackets);

test('packets are stated, or follow from what the network carries', () => {
  // 4 vCPUs that are busy half their time make two busy ones.
  expect(packetsOf('{ packets: 20000 }')).toEqual([10_000]);
  // 1.2 Gb/s = 150 MB/s = 100,000 packets of 1500 bytes; 2,500 segments of 60,000.
  expect(packetsOf('{ bandwidth: 1.2Gb/s }')).toEqual([50_000]);
  expect(packetsOf('{ bandwidth: 1.2Gb/s, packetBytes: 60000 }')).toEqual([1250]);
  expect(packetsOf('{ bandwidth: [1.2Gb/s, 12Gb/s] }')).toEqual([50_000, 500_000]);
});

test('packets beside a bandwidth, or a size of packets without one, are refused', () => {
  expect(() => scenarioOf('{ packets: 5, bandwidth: 1Gb/s }')).toThrow(/packets or a bandwidth/);
  expect(() => scenarioOf('{ packetBytes: 9000 }')).toThrow(/bandwidth beside packetBytes/);
  expect(() => scenarioOf('{ bandwidth: fast }')).toThrow(/bandwidth: a link such as/);
});
