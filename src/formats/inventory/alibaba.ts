import type { InventoryReader } from './reader.ts';
import { Header, rowsOf } from './rows.ts';

const MILLI = 1000;

/** openb 2023: node list. */
export const openbNodes: InventoryReader = {
  id: 'alibaba-openb-nodes',
  title: 'Alibaba openb 2023, node list',
  make: 'published: github.com/alibaba/clusterdata, openb_node_list*.csv',
  sniff: (_name, head) => /^\ufeff?sn,cpu_milli,memory_mib/.test(head),
  async read(path, into) {
    let header: Header | undefined;
    for await (const { line, cells } of rowsOf(path)) {
      if (!header) {
        header = new Header(cells, path);
        continue;
      }
      into.host({
        name: cells[header.need('sn')] ?? '',
        cores: into.amount(cells[header.need('cpu_milli')], 'cpu_milli', path, line) / MILLI,
        memoryMib: into.amount(cells[header.need('memory_mib')], 'memory_mib', path, line),
      });
    }
  },
};

/** openb 2023: pod list; a pod runs until it is marked Succeeded or Failed. */
export const openbPods: InventoryReader = {
  id: 'alibaba-openb-pods',
  title: 'Alibaba openb 2023, pod list',
  make: 'published: github.com/alibaba/clusterdata, openb_pod_list*.csv',
  sniff: (_name, head) => /^\ufeff?name,cpu_milli,memory_mib/.test(head),
  async read(path, into) {
    let header: Header | undefined;
    for await (const { line, cells } of rowsOf(path)) {
      if (!header) {
        header = new Header(cells, path);
        continue;
      }
      const phase = cells[header.find('pod_phase') ?? -1] ?? '';
      into.vm({
        name: cells[header.need('name')] ?? '',
        vcpus: into.amount(cells[header.need('cpu_milli')], 'cpu_milli', path, line) / MILLI,
        memoryMib: into.amount(cells[header.need('memory_mib')], 'memory_mib', path, line),
        poweredOn: phase !== 'Succeeded' && phase !== 'Failed',
      });
    }
  },
};
