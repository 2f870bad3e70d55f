import { basename } from 'node:path';
import { badInput, printable } from '../../errors.ts';
import type { PowerState } from '../../inventory/power-state.ts';
import type { Collected } from './findings.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const SAMPLE = /^(libvirt_\w+)\{(.*)\}\s+(\S+)(?:\s+-?\d+)?\s*$/;
/** Looked for from the begin of each word alone: from each of its letters it would take the square of a long one. */
const LABEL = /(?<!\w)([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;
/** Comments and samples of the text format, of any exporter. */
const EXPOSITION =
  /^(# (HELP|TYPE|UNIT|EOF)\b|[A-Za-z_:][\w:]*(\{[^\n]*\})? [-+\d.eE]+|[A-Za-z_:][\w:]*(\{[^\n]*\})? (NaN|[-+]?Inf))/;

/**
 * The exporter has a dozen forks that name the same thing differently: info_maximum_memory_bytes,
 * memory_maximum_bytes, info_max_mem_bytes; info_virtual_cpus, info_vcpu_num, vcpu_maximum;
 * info_vstate, info_state, state_code, or state="running" as a label.
 */
const MEMORY =
  /_(maximum_memory|memory_maximum|max(imum)?_mem(ory)?|memory_max|mem_max)(_bytes|_kb|_kib)?$/;
const MOST_VCPUS = /_vcpu_maximum$/;
/** vCPUs a domain has now, the surest first: those plugged in, then what the domain's info says. */
const VCPUS = [
  /_vcpu_current$/,
  /_(virtual_cpus|vcpu_num|vcpus?|vcpu_count|vcpu_number|nr_vcpus)$/,
  MOST_VCPUS,
];
const STATE = /_(vstate|info_state|state_code|domain_state)$/;
const CAPACITY = /_block_(stats_)?capacity(_bytes)?$/;

const unescaped = (text: string) =>
  text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));

interface Domain {
  /** By place in `VCPUS`. */
  vcpus: (number | undefined)[];
  memoryMib: number;
  provisionedMib: number;
  power: PowerState;
  host: string;
}

interface Sample {
  metric: string;
  labels: ReadonlyMap<string, string>;
  amount: () => number;
}

/** What one sample says of a domain. */
function take(domain: Domain, { metric, labels, amount }: Sample, into: Collected): void {
  const rank = VCPUS.findIndex((name) => name.test(metric));
  if (MEMORY.test(metric)) domain.memoryMib = amount() / (/_ki?b$/.test(metric) ? 1024 : 2 ** 20);
  else if (rank >= 0) domain.vcpus[rank] = Math.max(domain.vcpus[rank] ?? 0, amount());
  else if (CAPACITY.test(metric)) domain.provisionedMib += amount() / 2 ** 20;
  else if (STATE.test(metric)) {
    const word = labels.get('state') ?? labels.get('stateDesc') ?? labels.get('state_desc');
    const code = amount();
    // With the state as a label, one series a state: only the one that is 1 tells.
    if (labels.has('state') && code !== 1) return;
    // Exporters describe a state in a sentence ("the domain is running"); the code says the same.
    const said = labels.has('state') ? word! : String(code);
    domain.power =
      code === 0 && !labels.has('state') ? 'off' : into.power(lastWords(said), 'libvirt');
  }
}

/** A state's word without "the domain is". */
const lastWords = (text: string) => text.replace(/^the domain is (being )?/i, '');

/** A scrape of the Prometheus libvirt exporter: the last sample of each series counts. */
export const prometheus: InventoryReader = {
  id: 'prometheus-libvirt',
  title: 'Prometheus libvirt exporter (any fork), one scrape',
  make: 'curl -s http://HOST:9177/metrics > FILE',
  // What other exporters write may stand first, and for long.
  sniff: (_name, head) => EXPOSITION.test(head.trimStart()),
  async read(path, into) {
    const domains = new Map<string, Domain>();
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
        vcpus: [],
        memoryMib: 0,
        provisionedMib: 0,
        power: 'on',
        host,
      };
      domains.set(key, domain);
      const amount = () => into.amount(value, printable(metric, 80), path, i + 1);
      take(domain, { metric, labels, amount }, into);
    });
    refuseHalf(path, [...domains.values()]);
    if (domains.size === 0) into.unread([basename(path)]);
    for (const [key, { vcpus, ...domain }] of domains)
      into.vm({
        name: key.slice(key.indexOf('\0') + 1),
        vcpus: vcpus.find((count) => count !== undefined) ?? 0,
        maxVcpus: vcpus[VCPUS.indexOf(MOST_VCPUS)],
        ...domain,
      });
  },
};

/** Machines of no size would seem to fit. */
function refuseHalf(path: string, domains: readonly Domain[]): void {
  const known =
    domains.some(({ memoryMib }) => memoryMib > 0) && domains.some(({ vcpus }) => vcpus.length > 0);
  if (domains.length === 0 || known) return;
  throw badInput({
    file: path,
    expected: 'series of the most memory and the vCPUs of each domain',
    found: `${domains.length} domains without them`,
    hint: 'Scrape an exporter with libvirt_domain_info_maximum_memory_bytes and libvirt_domain_info_virtual_cpus, or give virsh domstats.',
  });
}
