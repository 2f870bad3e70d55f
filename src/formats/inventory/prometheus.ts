import { printable } from '../../errors.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const SAMPLE = /^(libvirt_domain_\w+)\{(.*)\}\s+(\S+)(?:\s+-?\d+)?\s*$/;
const SHUT_OFF = 5;
/** Names differ between forks of the exporter. */
const MEMORY = 'libvirt_domain_info_maximum_memory_bytes';
const VCPUS = 'libvirt_domain_info_virtual_cpus';
const STATES = new Set(['libvirt_domain_info_vstate', 'libvirt_domain_info_state']);

/** A scrape of the Prometheus libvirt exporter: the last sample of each series counts. */
export const prometheus: InventoryReader = {
  id: 'prometheus-libvirt',
  title: 'Prometheus libvirt exporter, one scrape',
  make: 'curl -s http://HOST:9177/metrics > FILE',
  sniff: (_name, head) => /^(# (HELP|TYPE) )?libvirt_\w+/m.test(head),
  async read(path, into) {
    const domains = new Map<string, { vcpus: number; memoryMib: number; poweredOn: boolean }>();
    const lines = (await readUnpacked(path)).split('\n');
    lines.forEach((line, i) => {
      const sample = SAMPLE.exec(line);
      if (!sample) return;
      const [, metric, labels, value] = sample;
      const label = /(?:^|,)\s*domain="((?:[^"\\]|\\.)*)"/.exec(labels!)?.[1];
      if (label === undefined) return;
      const name = label.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
      const domain = domains.get(name) ?? { vcpus: 0, memoryMib: 0, poweredOn: true };
      domains.set(name, domain);
      const amount = () => into.amount(value, printable(metric!, 80), path, i + 1);
      if (metric === MEMORY) domain.memoryMib = amount() / 2 ** 20;
      else if (metric === VCPUS) domain.vcpus = amount();
      else if (STATES.has(metric!)) domain.poweredOn = amount() !== SHUT_OFF;
    });
    for (const [name, domain] of domains) into.vm({ name, ...domain });
  },
};
