import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './support.ts';

const inventory = join(root, 'examples/inventory');
const bitbrains = join(inventory, 'bitbrains-small');
const costs = join(inventory, 'costs.yaml');
const toOpenshift = join(inventory, 'to-openshift.yaml');
const toCloud = join(inventory, 'to-cloud.yaml');
const workshop = join(inventory, 'rvtools-workshop.xlsx');

/** A PlanetLab day of six machines, each busier than the one before. */
function dayIn(folder: string): string {
  const day = join(folder, 'day');
  mkdirSync(day);
  for (let i = 0; i < 6; i++) {
    const percent = Array.from({ length: 288 }, (_, t) => 5 + 15 * i + (t % 12));
    writeFileSync(join(day, `vm${i}`), `${percent.join('\n')}\n`);
  }
  return day;
}

const trace = join(root, 'examples/traces/chase.bin.gz');
const small = ['--size', '1M', '--accesses', '20000'];
const zipf = ['--pattern', 'zipf', '--size', '64M'];

/** A raw image of 64 pages, every nth of them of its own, a third of them zero. */
function imageIn(folder: string, name: string, nth: number): string {
  const pages = Array.from({ length: 64 }, (_, i) =>
    Buffer.alloc(4096, i % 3 === 0 ? 0 : i % nth === 0 ? `${name}${i}` : 'same'),
  );
  const path = join(folder, `${name}.raw`);
  writeFileSync(path, Buffer.concat(pages));
  return path;
}

const machines = [
  '--vm',
  'web,shares=2000,vcpus=2,rate=200,work=1ms',
  '--vm',
  'hog,vcpus=4,memory=9',
];

/** Calls of every command that writes a page, their own inputs written into a folder. */
export function pageCalls(folder: string): string[][] {
  const day = dayIn(folder);
  const image = (name: string, nth: number) => imageIn(folder, name, nth);
  return [
    ['translate', '--mmu', 'all', ...small],
    ['translate', '--mmu', 'shadow', '--trace', trace],
    ['translate', '--mmu', 'nested', ...small],
    ['translate', '--sweep', '16,64x1-8', ...zipf, '--accesses', '9000'],
    ['translate', '--curve', ...zipf, '--accesses', '60000'],
    ['translate', '--sample', '50%', '--sample-window', '4000', ...zipf, '--accesses', '200000'],
    ['translate', '--processes', '4', '--switch-every', '500', ...small],
    ['translate', '--cold-host', '--split-by-logging', '--host-page', '2M', ...small],
    ['concepts'],
    ['price', '--workload', 'server'],
    ['price', '--rates', 'cpuid=5,syscall=3', '--technique', 'hardware', '--host', 'clx'],
    ...['levels', 'sensitive', 'placement', 'interrupts', 'library', 'desktops'].map((part) => [
      'price',
      part,
    ]),
    ['io'],
    ['io', '--kind', 'packet', '--encap', 'vxlan', '--links', '4'],
    ['io', 'storage', '--scheme', 'raid5,ec4+2', '--iops', '1000'],
    ['io', 'virtio', '--volume'],
    ['io', 'tiers'],
    ...['switch', 'tunnel', 'bond', 'elastic-nic', 'firewall', 'services', 'queues'].map((part) => [
      'io',
      part,
    ]),
    ['blocks', 'show', 's', 'w1', 'r1'],
    ['schedule', '--capacity', '12', ...machines, '--policy', 'all', '--time', '1'],
    ['schedule', '--cores', '4', ...machines, '--numa', 'xeon-a', '--locks', '50000'],
    ['schedule', '--capacity', '1', '--vm', 'a,reservation=2'],
    ['overcommit', join(root, 'examples/overcommit.yaml')],
    ['migrate', '--ram', '1GiB', '--working-set', '64MiB', '--writes', '2000', '--disk', '10GiB'],
    ['migrate', '--ram', '2GiB', '--working-set', '1GiB', '--writes', '90000', '--link', '1'],
    ['migrate', '--evacuate', join(root, 'examples/evacuation.csv')],
    ...['cold', 'failover', 'checkpoint', 'connections', 'rounds', 'pool'].map((part) => [
      'migrate',
      part,
    ]),
    ['dedup', image('a', 1), image('b', 3), '--ksm', '--storm', '50'],
    ['dedup', image('c', 5)],
    ['blocks', 'replay', '--job', 'rand', '--requests', '500', '--prefill', '16M', '--size', '16M'],
    ['blocks', 'schedule', '--span', '16M', '--writes', '100', '--intervals', '3'],
    ['blocks', 'inspect', image('d', 7)],
    ['blocks', 'inspect', image('e', 2), '--map'],
    ['containers', 'start', '--runtime', 'crun', '--layers', '20'],
    ['containers', 'layers', '--fs', 'xfs', '--upper', 'ext4', '--size', '128M'],
    ['containers', 'density', '--program', 'bash', '--count', '10', '--no-network'],
    ['plan', workshop, '--cpu-ratio', '8', '--what-if', join(inventory, 'two-zones.yaml')],
    ['plan', workshop, ...['--study', join(inventory, 'study.yaml'), '--load', day, '--simulate']],
    ['plan', workshop, '--techniques', '--constraints', join(inventory, 'constraints.yaml')],
    ['plan', 'simulate', day, '--hosts', '2:8:2000:64'],
    ...['drs', 'dpm'].map((power) => [
      ...['plan', 'simulate', day, '--hosts', '4:8:2000:64'],
      ...['--power', power],
    ]),
    [
      ...['plan', workshop, '--history', join(inventory, 'history.csv'), '--interference'],
      ...['--date', '2026-07-01'],
      ...['--what-if', join(inventory, 'fewer-hosts.yaml')],
    ],
    ['plan', workshop, '--optimize', join(inventory, 'optimize.yaml')],
    ['plan', bitbrains, '--hosts', '4:32:2600:512', '--optimize', '--load', bitbrains],
    ['plan', workshop, '--costs', costs, '--what-if', join(inventory, 'new-hosts.yaml')],
    ['plan', bitbrains, '--hosts', '4:32:2600:512', '--to', toOpenshift, '--to', toCloud],
    ['plan', 'design', join(inventory, 'design-small.yaml'), '--inventory', bitbrains],
    ['plan', 'rules'],
    ['plan', 'rules', 'kubevirt_overhead', 'mem=8192', 'vcpu=4'],
    ...[
      'maxima',
      'instances',
      'credits',
      'billing',
      'burst',
      'sla',
      'replicate',
      'consolidate',
    ].map((part) => ['plan', part]),
    ['plan', 'create', '--count', '5', '--on', '2', '--cached'],
  ];
}
