import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { inventoryReaders } from '../../src/formats/inventory/index.ts';
import * as migration from '../../src/formats/migration/samples.fixture.ts';
import { hostById } from '../../src/hosts/index.ts';
import { hostDocument } from '../../src/hosts/load.ts';
import { scenarioText } from '../faults/scenario.ts';
import { fleet, forms, partialForms, workbooks } from '../fleets/index.ts';
import { inventorySamples, workbookBytes } from '../inventories.ts';
import { framedSnappy, perfLines, traceSeeds } from '../memory-traces.ts';

/** A valid file: readers may look at its name. */
export interface Seed {
  name: string;
  bytes: Buffer;
}

const root = new URL('../..', import.meta.url).pathname;
const seed = (name: string, content: string | Uint8Array): Seed => ({
  name,
  bytes: Buffer.from(content),
});
const file = (path: string): Seed => seed(path, readFileSync(`${root}${path}`));
const unpacked = (path: string): Seed =>
  seed(path.replace(/\.gz$/, ''), gunzipSync(readFileSync(`${root}${path}`)));

function guestStats(): [string, Seed[]][] {
  const folder = 'src/formats/guest-stats/fixtures';
  const byId = new Map<string, Seed[]>();
  for (const name of readdirSync(`${root}${folder}`)) {
    const id = `guest statistics ${name.split('.')[0]}`;
    byId.set(id, [...(byId.get(id) ?? []), file(`${folder}/${name}`)]);
  }
  return [...byId];
}

const { lackey, compact, drmemtrace, champsim } = traceSeeds;

/** A core of one segment of three pages. */
function elfCore(): Buffer {
  const bytes = Buffer.alloc(64 + 56 + 3 * 4096, 7);
  bytes.fill(0, 0, 120);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(4, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(1, 64);
  bytes.writeBigUInt64LE(120n, 72);
  for (const at of [96, 104]) bytes.writeBigUInt64LE(3n * 4096n, at);
  return bytes;
}

function vscsi(): Buffer {
  const bytes = Buffer.alloc(64);
  for (const [i, command] of [0x2a, 0x28].entries()) {
    bytes.writeUInt32LE(4096, i * 32 + 4);
    bytes.writeUInt16LE(command, i * 32 + 12);
    bytes.writeUInt16LE(0x100, i * 32 + 14);
    bytes.writeBigUInt64LE(100n, i * 32 + 16);
    bytes.writeBigUInt64LE(BigInt(i * 5), i * 32 + 24);
  }
  return bytes;
}

const parquet = (columns: readonly string[]) =>
  new Uint8Array(
    parquetWriteBuffer({ columnData: columns.map((name) => ({ name, data: [1, 2, 3] })) }),
  );

const azureId = '+ZcrOp5/c/fJ6mVgP5qMZlOAGDwyjaaDNM0WoWOt2IDb47gT0UwK9lFwkPQv3C7Q';

/** What sar prints for people: read by nobody, told from others. */
const sarText =
  'Linux 6.1.0-18-amd64 (db1) \t11/28/26 \t_x86_64_\t(8 CPU)\n\n12:00:01        CPU     %user     %nice   %system   %iowait    %steal     %idle\n12:10:01        all     12.50      0.00      3.10      0.40      0.00     84.00\n';

const listed: Readonly<Record<string, readonly Seed[]>> = {
  'memory trace lackey': [seed('a', lackey), seed('a.gz', gzipSync(lackey))],
  'memory trace compact': [
    seed('a', compact),
    seed('a.sz', framedSnappy(compact)),
    file('examples/traces/chase.bin.gz'),
  ],
  'memory trace perf-script': [seed('a', perfLines)],
  'memory trace csv': [
    seed('a', 'pid,kind,address\n1,R,0x1000\n1,W,8192\n2,M,0xffff800000001000\n'),
  ],
  'memory trace drmemtrace': [seed('a', drmemtrace)],
  'memory trace champsim': [seed('a', champsim)],
  'block trace fio-iolog': [
    seed(
      'a',
      'fio version 2 iolog\n/dev/a add\n/dev/a open\n/dev/a write 4096 8192\n/dev/a wait 250 0\n/dev/a read 0 512\n/dev/a close\n',
    ),
    seed('a', 'fio version 3 iolog\n0 a add\n1 a open\n17 a write 4096 8192\n'),
  ],
  'block trace blkparse': [
    seed(
      'a',
      '  8,0    3        1     0.000000000   697  G   W 223490 + 8 [kjournald]\n  8,0    3        2     0.000001829   697  Q   WS 223490 + 8 [kjournald]\n',
    ),
  ],
  'block trace msr': [seed('a', '128166372003061629,usr,0,Write,7014609920,24576,41286\n')],
  'block trace alibaba': [
    seed('a', '0,W,126703644672,4096,1577808000000000\n'),
    seed('a', gzipSync('0,W,4096,4096,1\n')),
  ],
  'block trace libcachesim': [seed('a', 'version,time,op,size,lbn\n1,33898,2a,6656,40409911\n')],
  'block trace spc': [seed('a', '0,303567,3584,w,0.026214\n')],
  'block trace ops': [
    seed('a', '["write","a",4096,512,7]\n["snap","a","s"]\n'),
    seed(
      'a',
      '{"id":"x","steps":[{"op":["create","a",4096,512,0]},{"op":["batch","a",[["write",0,512,1]]]}]}',
    ),
  ],
  'block trace vscsi': [seed('a', vscsi())],
  'memory image raw': [seed('a', Buffer.alloc(3 * 4096, 5))],
  'memory image elf-core': [seed('a', elfCore())],
  'page sharing ksm-sysfs': [
    seed(
      'a',
      'pages_shared 100\npages_sharing 900\npages_unshared 50\npages_volatile 3\nfull_scans 7\nrun 1\npages_to_scan 100\nsleep_millisecs 20\nadvisor_mode [none] scan-time\n',
    ),
  ],
  'migration kubevirt': [seed('a', migration.kubevirtList), seed('a', migration.kubevirtPolicy)],
  'migration qmp': [seed('a', migration.qmpPretty)],
  'migration libvirt-jobinfo': [seed('a', migration.jobInfo), seed('a', migration.jobCompleted)],
  'migration libvirt-domstats': [
    seed(
      'a',
      "Domain: 'a'\n  dirtyrate.calc_status=2\n  dirtyrate.calc_start_time=7\n  dirtyrate.calc_period=1\n  dirtyrate.megabytes_per_second=40\n",
    ),
  ],
  'migration proxmox': [seed('a', migration.proxmoxNew), seed('a', migration.proxmoxOld)],
  'migration hmp': [
    seed('a', migration.hmpOld),
    seed('a', migration.hmpNew),
    seed('a', migration.hmpSettings),
    seed('a', migration.hmpDirtyRate),
  ],
  'migration dirty-samples': [seed('a', 'window_s,dirty_pages\n1,100\n2,180\n4,300\n')],
  'disk image qcow2': ['c4k', 'c512', 'x16k'].map((name) =>
    unpacked(`src/formats/qcow2/fixtures/${name}.qcow2.gz`),
  ),
  'disk image vmdk': [
    ...['sparse', 'stream'].map((name) =>
      unpacked(`src/formats/disk-image/fixtures/${name}.vmdk.gz`),
    ),
    seed(
      'a.vmdk',
      '# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType="monolithicFlat"\nRW 2048 FLAT "a-flat.vmdk" 0\nddb.adapterType = "ide"\n',
    ),
  ],
  'disk image vdi': [unpacked('src/formats/disk-image/fixtures/dynamic.vdi.gz')],
  'disk image vhdx': [unpacked('src/formats/disk-image/fixtures/dynamic.vhdx.gz')],
  'disk image vpc': [unpacked('src/formats/disk-image/fixtures/dynamic.vpc.gz')],
  'inventory sqlite': [seed('a.sqlite', 'SQLite format 3\0')],
  'inventory pvesh-table': [seed('a', '┌────┬────┐\n│ id │ node │\n')],
  'inventory ovirt-xml': [seed('a', '<?xml version="1.0"?><vms><vm>x</vm></vms>')],
  'inventory kubectl-table': [seed('a', 'NAMESPACE  NAME  AGE  STATUS\nx  y  1d  Running\n')],
  'inventory qm-list': [
    seed(
      'a',
      '      VMID NAME     STATUS     MEM(MB)    BOOTDISK(GB) PID\n       100 web      running    2048       32.00        1201\n',
    ),
  ],
  'inventory sar-output': [seed('a', sarText)],
  'machine load sar-text': [seed('a', sarText)],
  'inventory powershell-table': [seed('a', 'Name State CPUUsage\na Running 1\n')],
  'inventory rvtools': [file('examples/inventory/rvtools-workshop.xlsx')],
  'inventory openstack-hypervisors': [
    seed('h.json', '[{"Hypervisor Hostname":"h","vCPUs":8,"Memory MB":1024,"status":"enabled"}]'),
  ],
  'inventory openstack-flavors': [
    seed('f.json', '{"flavors":[{"id":"1","vcpus":2,"ram":2,"disk":1}]}'),
  ],
  'inventory opendc': [
    seed('tasks.parquet', parquet(['id', 'submission_time', 'cpu_count', 'mem_capacity'])),
  ],
  'inventory opendc-load': [seed('fragments.parquet', parquet(['id', 'duration', 'cpu_usage']))],
  'inventory alibaba-openb-nodes': [
    seed('n.csv', 'sn,cpu_milli,memory_mib,gpu,model\nn,64000,262144,0,\n'),
  ],
  'inventory alibaba-2018-machines': [seed('machine_meta.csv', 'm1,0,1,a,96,100,USING\n')],
  'inventory alibaba-2018-usage': [seed('machine_usage.csv', 'm1,0,40,50,,,0,0,1\n')],
  'inventory alibaba-2017-machines': [seed('server_event.csv', '0,1,add,,64,0.69,1\n')],
  'inventory alibaba-2017-usage': [seed('server_usage.csv', '0,1,25,50,10,1,1,1\n')],
  'inventory azure-packing-types': [
    seed('vmType.csv', 'id,vmTypeId,machineId,core,memory\n0,9,0,0.25,0.125\n'),
  ],
  'inventory azure-packing-vms': [
    seed('vm.csv', 'vmId,tenantId,vmTypeId,priority,starttime,endtime\n1,t,9,0,0,\n'),
  ],
  'machine load load-csv': [
    seed('l.csv', 'machine,time,cpu_percent,memory_mib\na,0,10,512\na,300,-,600\nb,0,5,\n'),
  ],
  'machine load azure-readings': [
    seed(
      'vm_cpu_readings-file-1-of-125.csv.gz',
      gzipSync(`0,${azureId},2.05,3.9,2.87\n300,${azureId},1,3,2\n`),
    ),
  ],
  'machine load alibaba-usage': [
    seed('container_usage.csv', 'c_1,m_9,10,45,60,1,2,3,0,0,5\nc_1,m_9,20,-1,101,,,,,,\n'),
  ],
  'machine load esxtop-load': [
    seed(
      'e.csv',
      '"(PDH-CSV 4.0) (UTC)(0)","\\\\esx\\Group Cpu(7:web (1))\\% Used","\\\\esx\\Group Memory(7:web (1))\\Touched MBytes"\n"11/28/2026 12:00:00","150","2048"\n',
    ),
  ],
  'machine load prometheus-matrix': [
    seed(
      'm.json',
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"libvirt_domain_info_cpu_time_seconds_total","domain":"db"},"values":[[0,"100"],[300,"400"]]}]}}',
    ),
  ],
  'machine load domstats-load': [
    seed(
      'd.txt',
      [0, 300]
        .map(
          (s) =>
            `${1_700_000_000 + s}\nDomain: 'vm1'\n  cpu.time=${5e9 * (s + 1)}\n  balloon.current=2097152\n`,
        )
        .join(''),
    ),
  ],
  'machine load bitbrains-load': [
    seed(
      '7.csv',
      'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB]\n1376314846;\t2;\t5200;\t520;\t10;\t2097152;\t1048576\n',
    ),
  ],
  'machine load vrops-load': [
    seed(
      'v.csv',
      '"Name","Interval Breakdown","VM|CPU|Demand (MHz)|Avg","VM|Memory|Utilization (MB)|Avg"\n"a","1:00 AM 20 November 2026","1,546.6","-"\n',
    ),
  ],
  scenario: [
    seed('s.yaml', scenarioText),
    file('examples/quickstart.yaml'),
    file('examples/fleet.yaml'),
    file('examples/inputs.yaml'),
  ],
  'what-if': [file('examples/inventory/fewer-hosts.yaml')],
  'group study': [file('examples/inventory/study.yaml')],
  'overcommit scenario': [file('examples/overcommit.yaml')],
  'evacuation list': [file('examples/evacuation.csv')],
  'host profile': [seed('h.json', JSON.stringify(hostDocument(hostById('srv'))))],
  'instance catalogue': [file('examples/inventory/instances.csv')],
  'sharing records': [file('examples/guests/desktops-ksm.json')],
  'PlanetLab day': [file('src/evidence/data/planetlab/20110303.tar.gz')],
  'run record': [
    seed(
      'run.json',
      '{"form":2,"virtcost":"0.1.0","scenario":{"name":"x"},"scenarioHash":"x","traces":{},"hosts":{},"seed":1,"command":"x","rows":{}}',
    ),
  ],
};

/** Files of every form of an inventory under the reader that knows them. */
function inventories(): [string, Seed][] {
  const texts = [...Object.values(forms), ...Object.values(partialForms)].flatMap((form) =>
    Object.entries(form.files(fleet)),
  );
  const told = [...texts, ...Object.values(inventorySamples)].flatMap(
    ([name, content]): [string, Seed][] => {
      const one = seed(name, content);
      const head = one.bytes.toString('utf8').slice(0, 65_536);
      const reader = inventoryReaders.find((each) => each.sniff(name, head));
      return reader ? [[`inventory ${reader.id}`, one]] : [];
    },
  );
  const books = Object.entries(workbooks).map(([id, tabs]): [string, Seed] => [
    `inventory ${id}`,
    seed('a.xlsx', workbookBytes(tabs(fleet))),
  ]);
  return [...told, ...books];
}

/** Valid files by the target that reads them. */
export function seedsByTarget(): ReadonlyMap<string, readonly Seed[]> {
  const all = new Map<string, Seed[]>();
  const more = [
    ...guestStats(),
    ...Object.entries(listed),
    ...inventories().map(([id, one]) => [id, [one]] as const),
  ];
  for (const [id, seeds] of more) all.set(id, [...(all.get(id) ?? []), ...seeds]);
  return all;
}
