import { strToU8, zipSync } from 'fflate';

type Cell = string | number;
export type Tabs = Record<string, readonly (readonly Cell[])[]>;

/** Two machines' worth of an RVTools export: one named host, one of another name, a duplicate and a formula. */
export const rvtoolsTabs: Tabs = {
  vInfo: [
    [
      ...['VM', 'Powerstate', 'Template', 'CPUs', 'Memory', 'Provisioned MiB', 'In Use MiB'],
      ...['Cluster', 'Host'],
    ],
    ['web', 'poweredOn', 'False', 2, 4096, 100, 50, 'c', 'esx1.example.com'],
    ['=cmd|x', 'poweredOff', 'False', 2, 4096, 100, 50, 'c', 'gone'],
    ['web', 'poweredOn', 'True', 1, 512, 10, 5, 'c', 'esx1.example.com'],
  ],
  vHost: [
    [
      ...['Host', 'Cluster', '# CPU', '# Cores', 'Speed', '# Memory', 'CPU usage %'],
      'Memory usage %',
    ],
    ['esx1', 'c', 2, 16, 2700, 262144, 38, 50],
    ['esx2', 'c', 2, 16, 2700, 262144, 0, 0],
  ],
};

export const inlineRow = (cells: readonly Cell[]) =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;

/** An xlsx workbook of tabs; `sheetOf` writes the XML of a tab's rows in another way than inline strings. */
export function workbookBytes(
  tabs: Tabs,
  extra: Record<string, Uint8Array> = {},
  sheetOf: (rows: Tabs[string]) => string = (rows) => rows.map(inlineRow).join(''),
): Uint8Array {
  const names = Object.keys(tabs);
  const parts: Record<string, Uint8Array> = {
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="r"><sheets>${names.map((tab, i) => `<sheet name="${tab}" r:id="r${i}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, i) => `<Relationship Id="r${i}" Target="worksheets/sheet${i}.xml"/>`).join('')}</Relationships>`,
    ),
    ...extra,
  };
  names.forEach((tab, i) => {
    parts[`xl/worksheets/sheet${i}.xml`] = strToU8(
      `<worksheet><sheetData>${sheetOf(tabs[tab]!)}</sheetData></worksheet>`,
    );
  });
  return zipSync(parts);
}

/** By reader: a file whose first machine has two vCPUs and 4 GiB and runs; later ones do not run. */
export const inventorySamples: Record<string, readonly [name: string, content: string]> = {
  'libvirt-domstats': [
    'stats.txt',
    "Domain: 'a'\n  state.state=1 vcpu.current=2\n  balloon.maximum=4194304\n\nDomain: 'b'\n  state.state=5\n",
  ],
  'libvirt-xml': [
    'a.xml',
    "<domain type='kvm'><name>a</name><memory unit='GiB'>4</memory><vcpu placement='static'>2</vcpu></domain>",
  ],
  'prometheus-libvirt': [
    'metrics',
    '# HELP libvirt_up up\nlibvirt_domain_info_virtual_cpus{domain="a"} 2\nlibvirt_domain_info_maximum_memory_bytes{domain="a"} 4.294967296e+09\n',
  ],
  'openstack-servers': [
    'servers.json',
    '{"servers":[{"name":"a","status":"ACTIVE","flavor":{"vcpus":2,"ram":4096,"disk":20}}]}',
  ],
  bitbrains: [
    'a.csv',
    'Timestamp [ms];\tCPU cores;\tCPU usage [MHZ];\tMemory capacity provisioned [KB]\n1;\t2;\t100.5;\t4194304\n2;\t2;\t50;\t0\n',
  ],
  'alibaba-openb-pods': [
    'pods.csv',
    'name,cpu_milli,memory_mib,pod_phase\na,2000,4096,Running\nb,1,1,Failed\n',
  ],
  'alibaba-2018-containers': [
    'container_meta.csv',
    'c1,m1,0,app,started,200,400,4\nc2,m1,0,app,stopped,400,800,1\n',
  ],
  'alibaba-2017-containers': ['container_event.csv', '1,Create,c1,m1,2,0.04,0.01,1|2\n'],
  'huawei-east-1': ['huawei.csv', 'vmid,cpu,memory,time,type\n1,2,4,0,0\n1,2,4,9,1\n2,2,4,9,0\n'],
  azure: ['vmtable.csv', 'vm1,sub,dep,0,2591700,99.4,3.4,10.2,Delay-insensitive,2,4'],
  'google-2011-tasks': [
    'part-00000.csv',
    '600000000,900000000,1,0,7,0.02,0.01,0.04,0,0,0.01,0,0,0.02,0,,,0,0,0.01\n',
  ],
  'csv-vms': ['vms.csv', 'Name,vCPUs,Memory MiB,powered_on\na,2,4096,yes\n'],
};
