import type { InventoryReader } from './reader.ts';
import { eachRecord } from './rows.ts';

const MILLI = 1000;

/** openb 2023: node list. */
export const openbNodes: InventoryReader = {
  id: 'alibaba-openb-nodes',
  title: 'Alibaba openb 2023, node list',
  make: 'published: github.com/alibaba/clusterdata, openb_node_list*.csv',
  sniff: (_name, head) => /^\ufeff?sn,cpu_milli,memory_mib/.test(head),
  async read(path, into) {
    await eachRecord(path, (header) => {
      const [name, cpu, memory] = [
        header.need('sn'),
        header.need('cpu_milli'),
        header.need('memory_mib'),
      ];
      return ({ line, cells }) =>
        into.host({
          name: cells[name] ?? '',
          cores: into.amount(cells[cpu], 'cpu_milli', path, line) / MILLI,
          memoryMib: into.amount(cells[memory], 'memory_mib', path, line),
        });
    });
  },
};

/** openb 2023: pod list; a pod runs until it is marked Succeeded or Failed. */
export const openbPods: InventoryReader = {
  id: 'alibaba-openb-pods',
  title: 'Alibaba openb 2023, pod list',
  make: 'published: github.com/alibaba/clusterdata, openb_pod_list*.csv',
  sniff: (_name, head) => /^\ufeff?name,cpu_milli,memory_mib/.test(head),
  async read(path, into) {
    await eachRecord(path, (header) => {
      const [name, cpu, memory] = [
        header.need('name'),
        header.need('cpu_milli'),
        header.need('memory_mib'),
      ];
      const phase = header.find('pod_phase') ?? -1;
      return ({ line, cells }) =>
        into.vm({
          name: cells[name] ?? '',
          vcpus: into.amount(cells[cpu], 'cpu_milli', path, line) / MILLI,
          memoryMib: into.amount(cells[memory], 'memory_mib', path, line),
          power: /^(Succeeded|Failed)$/.test(cells[phase] ?? '') ? 'off' : 'on',
        });
    });
  },
};
