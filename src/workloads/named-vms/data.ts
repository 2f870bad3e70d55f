import { present } from '../../elements.ts';
import type { NamedVm } from './named-vm.ts';

/*
 * VMs of common roles. Nobody publishes whole profiles of them: what a source was read for is named, everything else is
 * an estimate of ours, marked as such, to be replaced by your own figures (virtcost import, calc-dirty-rate, iostat).
 */

const sources = {
  estimate: {
    status: 'estimated',
    source: 'typical of the role, our estimate; replace it by your own figures',
  },
  barker: {
    status: 'published',
    source:
      'Barker et al., USENIX ATC 2012: sharing of non-zero pages mostly under 15 %, most of it inside a VM',
  },
  clones: {
    status: 'estimated',
    source:
      'between ESX and Difference Engine (OSDI 2008, abstract: up to 90 % for homogeneous VMs), cautious',
  },
  desktopIops: {
    status: 'published',
    source: 'millennia.it 2010 (weak): 8-10 IOPS per average user, 14-20 heavy, up to 90 % writes',
  },
} as const;

/*
 * id | title | vCPUs memory load | stream: kind footprint instructions-per-access events | page writes: pattern
 * working-set rate/s | contents: zero shared duplicate volatile | disk: used requests/s reads | sources other than estimate
 */
const table = `
web-server | Web server behind a load balancer | 2 4GiB 0.3 | zipf 1GiB 60 server | hotcold 512MiB 2000 | 0.1 0.08 0.03 0.15 | 8GiB 50 0.7 | contents=barker
static-files | Static file server | 2 2GiB 0.15 | zipf 1GiB 80 server | hotcold 256MiB 600 | 0.1 0.08 0.03 0.15 | 32GiB 150 0.95 | contents=barker
reverse-proxy | Reverse proxy with TLS | 2 2GiB 0.4 | zipf 256MiB 120 server | uniform 128MiB 3000 | 0.1 0.08 0.03 0.15 | 4GiB 10 0.3 | contents=barker
app-server | Java application server | 4 8GiB 0.45 | zipf 3GiB 50 server | uniform 3GiB 15000 | 0.05 0.06 0.02 0.4 | 16GiB 60 0.4 | contents=barker
php-server | PHP application with its workers | 4 4GiB 0.4 | zipf 1GiB 70 server | hotcold 1GiB 6000 | 0.1 0.08 0.03 0.15 | 16GiB 80 0.6 | contents=barker
oltp-database | Database under transactions | 8 32GiB 0.5 | zipf 16GiB 40 server | hotcold 8GiB 40000 | 0.03 0.03 0.01 0.3 | 96GiB 3000 0.7 | -
small-database | Small database of one application | 2 8GiB 0.2 | zipf 4GiB 40 server | hotcold 2GiB 5000 | 0.03 0.03 0.01 0.3 | 32GiB 300 0.7 | -
warehouse | Column store scanned by reports | 16 64GiB 0.6 | sequential 32GiB 20 compute | sequential 16GiB 60000 | 0.03 0.03 0.01 0.3 | 120GiB 1500 0.9 | -
document-store | Document database, one replica | 4 16GiB 0.35 | zipf 8GiB 45 server | hotcold 4GiB 15000 | 0.03 0.03 0.01 0.3 | 64GiB 800 0.6 | -
key-value-cache | In-memory cache | 2 16GiB 0.4 | zipf 12GiB 30 server | uniform 12GiB 25000 | 0.03 0.03 0.01 0.3 | 4GiB 5 0.2 | -
message-broker | Message broker that logs to disk | 4 8GiB 0.3 | phases 2GiB 60 server | sequential 4GiB 20000 | 0.03 0.03 0.01 0.3 | 64GiB 800 0.3 | -
search-index | Search index, one shard | 8 32GiB 0.4 | zipf 16GiB 35 server | hotcold 4GiB 12000 | 0.03 0.03 0.01 0.3 | 96GiB 600 0.85 | -
metrics-store | Time-series store | 4 8GiB 0.3 | phases 3GiB 50 server | sequential 2GiB 12000 | 0.03 0.03 0.01 0.3 | 96GiB 400 0.2 | -
log-collector | Log collector | 2 4GiB 0.35 | sequential 512MiB 70 server | sequential 1GiB 8000 | 0.1 0.08 0.03 0.15 | 96GiB 300 0.1 | -
file-server | File server (SMB, NFS) | 2 8GiB 0.15 | zipf 4GiB 60 server | sequential 4GiB 8000 | 0.1 0.08 0.03 0.15 | 120GiB 400 0.7 | contents=barker
mail-server | Mail server | 4 16GiB 0.25 | zipf 6GiB 50 server | hotcold 4GiB 8000 | 0.1 0.08 0.03 0.15 | 120GiB 500 0.6 | contents=barker
directory-service | Directory and logon | 2 4GiB 0.1 | zipf 1GiB 70 server | hotcold 256MiB 800 | 0.2 0.1 0.03 0.05 | 16GiB 30 0.8 | -
name-service | DNS and DHCP | 1 1GiB 0.1 | zipf 128MiB 90 server | hotcold 64MiB 500 | 0.2 0.1 0.03 0.05 | 4GiB 5 0.5 | -
desktop | Office desktop (VDI), average user | 2 4GiB 0.1 | phases 1GiB 90 server | hotcold 768MiB 3000 | 0.2 0.4 0.03 0.1 | 24GiB 9 0.3 | contents=clones disk.rate=desktopIops
heavy-desktop | Desktop of a heavy user | 4 8GiB 0.25 | phases 3GiB 80 server | hotcold 2GiB 10000 | 0.2 0.4 0.03 0.1 | 48GiB 17 0.3 | contents=clones disk.rate=desktopIops
terminal-server | Terminal server of thirty users | 8 32GiB 0.4 | phases 8GiB 80 server | hotcold 8GiB 30000 | 0.1 0.08 0.1 0.15 | 96GiB 270 0.3 | disk.rate=desktopIops
build-agent | Build agent | 8 16GiB 0.6 | phases 2GiB 90 build | uniform 4GiB 40000 | 0.2 0.3 0.02 0.2 | 48GiB 500 0.5 | contents=clones
test-runner | Short-lived test machine | 2 4GiB 0.5 | phases 1GiB 90 build | uniform 1GiB 12000 | 0.3 0.35 0.02 0.1 | 16GiB 200 0.5 | contents=clones
batch-worker | Batch computation | 8 16GiB 0.9 | strided 4GiB 15 compute | uniform 4GiB 50000 | 0.1 0.03 0.01 0.4 | 32GiB 50 0.7 | -
render-node | Rendering and encoding | 16 32GiB 0.95 | phases 4GiB 60 compute | sequential 4GiB 80000 | 0.1 0.03 0.01 0.3 | 64GiB 80 0.6 | -
training-node | Training on the CPU | 32 128GiB 0.95 | sequential 32GiB 25 compute | uniform 32GiB 200000 | 0.05 0.01 0.01 0.5 | 120GiB 200 0.95 | -
graph-analysis | Graph analysis with random accesses | 8 64GiB 0.8 | gups 32GiB 20 compute | uniform 16GiB 60000 | 0.03 0.03 0.01 0.3 | 96GiB 50 0.9 | -
network-function | Firewall or router | 4 4GiB 0.5 | zipf 256MiB 100 server | uniform 256MiB 10000 | 0.2 0.1 0.03 0.05 | 4GiB 5 0.3 | -
control-plane | Control plane of a cluster | 4 8GiB 0.25 | zipf 2GiB 60 server | hotcold 1GiB 6000 | 0.1 0.08 0.03 0.15 | 32GiB 200 0.2 | -
legacy-server | Old system with emulated devices | 1 1GiB 0.2 | zipf 256MiB 90 legacy-io | hotcold 128MiB 800 | 0.2 0.1 0.03 0.05 | 16GiB 40 0.6 | -
`;

const fields = ['vcpus', 'memory', 'load', 'workload', 'writes', 'contents', 'disk'];

function named(line: string): NamedVm {
  const [id, title, ...cells] = line.split(' | ') as [string, string, ...string[]];
  const [shape, stream, written, held, stored, known] = cells.map((cell) => cell.split(' '));
  const [vcpus, memory, load] = present(shape);
  const [kind, footprint, instructionsPerAccess, events] = present(stream);
  const [pattern, workingSet, rate] = present(written);
  const [zero, shared, duplicate, volatile] = present(held).map(Number);
  const [used, requests, reads] = present(stored);
  const told = present(known)
    .filter((text) => text !== '-')
    .map((text) => text.split('='));
  return {
    id,
    title,
    vm: {
      ...{ vcpus: Number(vcpus), memory, load: Number(load) },
      workload: {
        pattern: { kind, footprint, accesses: 200_000 },
        ...{ instructionsPerAccess: Number(instructionsPerAccess), missesInFlight: 2, events },
      },
      writes: { pattern, workingSet, rate: Number(rate) },
      contents: { zero, shared, duplicate, volatile },
      disk: { size: '128GiB', used, rate: Number(requests), reads: Number(reads) },
    },
    sources: {
      ...Object.fromEntries(fields.map((field) => [field, sources.estimate])),
      ...Object.fromEntries(
        told.map(([path, key]) => [path, sources[key as keyof typeof sources]]),
      ),
    },
  };
}

/** Every named VM. A new one is one line of the table. */
export const namedVms: readonly NamedVm[] = table.trim().split('\n').map(named);
