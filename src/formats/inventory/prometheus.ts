import { badInput, printable } from '../../errors.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const SAMPLE = /^(libvirt_\w+)\{(.*)\}\s+(\S+)(?:\s+-?\d+)?\s*$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * The exporter has a dozen forks that name the same thing differently: info_maximum_memory_bytes,
 * memory_maximum_bytes, info_max_mem_bytes; info_virtual_cpus, info_vcpu_num, vcpu_maximum;
 * info_vstate, info_state, state_code, or state="running" as a label.
 */
const MEMORY =
  /_(maximum_memory|memory_maximum|max(imum)?_mem(ory)?|memory_max|mem_max)(_bytes|_kb|_kib)?$/;
const VCPUS =
  /_(virtual_cpus|vcpu_num|vcpus?|vcpu_maximum|vcpu_current|vcpu_count|vcpu_number|nr_vcpus)$/;
const STATE = /_(vstate|info_state|state_code|domain_state)$/;
const CAPACITY = /_block_(stats_)?capacity(_bytes)?$/;
/** State numbers: 0 none (or inactive), 5 shut off, 6 crashed. */
const OFF = new Set([0, 5, 6]);
const OFF_WORDS = /shut.?off|inactive|crashed/i;

const unescaped = (text: string) =>
  text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));

interface Domain {
  vcpus: number;
  memoryMib: number;
  provisionedMib: number;
  poweredOn: boolean;
  host: string;
}

/** A scrape of the Prometheus libvirt exporter: the last sample of each series counts. */
export const prometheus: InventoryReader = {
  id: 'prometheus-libvirt',
  title: 'Prometheus libvirt exporter (any fork), one scrape',
  make: 'curl -s http://HOST:9177/metrics > FILE',
  sniff: (_name, head) => /^(# (HELP|TYPE) )?libvirt_\w+/m.test(head),
  async read(path, into) {
    const domains = new Map<string, Domain>();
    const seen = { memory: false, vcpus: false };
    const lines = (await readUnpacked(path)).split('\n');
    lines.forEach((line, i) => {
      const sample = SAMPLE.exec(line.trimEnd());
      if (!sample) return;
      const [, metric, text, value] = sample as unknown as [string, string, string, string];
      const labels = new Map(
        [...text.matchAll(LABEL)].map(([, key, label]) => [key!, unescaped(label!)]),
      );
      const name = labels.get('domain') ?? labels.get('domain_name') ?? labels.get('name');
      if (name === undefined) return;
      const host = labels.get('host') ?? labels.get('hostname') ?? labels.get('instance') ?? '';
      const key = `${host}\0${name}`;
      const domain = domains.get(key) ?? {
        vcpus: 0,
        memoryMib: 0,
        provisionedMib: 0,
        poweredOn: true,
        host,
      };
      domains.set(key, domain);
      const amount = () => into.amount(value, printable(metric, 80), path, i + 1);
      if (MEMORY.test(metric)) {
        domain.memoryMib = amount() / (/_ki?b$/.test(metric) ? 1024 : 2 ** 20);
        seen.memory = true;
      } else if (VCPUS.test(metric)) {
        domain.vcpus = Math.max(domain.vcpus, amount());
        seen.vcpus = true;
      } else if (CAPACITY.test(metric)) domain.provisionedMib += amount() / 2 ** 20;
      else if (STATE.test(metric)) {
        const word = labels.get('state') ?? labels.get('stateDesc') ?? labels.get('state_desc');
        const code = amount();
        // With the state as a label, one series a state: only the one that is 1 tells.
        if (labels.has('state')) {
          if (code === 1) domain.poweredOn = !OFF_WORDS.test(word!);
        } else domain.poweredOn = word === undefined ? !OFF.has(code) : !OFF_WORDS.test(word);
      }
    });
    if (domains.size > 0 && !(seen.memory && seen.vcpus)) {
      throw badInput({
        file: path,
        expected: 'series of the most memory and the vCPUs of each domain',
        found: `${domains.size} domains without them`,
        hint: 'Scrape an exporter with libvirt_domain_info_maximum_memory_bytes and libvirt_domain_info_virtual_cpus, or give virsh domstats.',
      });
    }
    for (const [key, domain] of domains)
      into.vm({ name: key.slice(key.indexOf('\0') + 1), ...domain });
  },
};
