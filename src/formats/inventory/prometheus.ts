import { badInput, printable } from '../../errors.ts';
import type { Inventory } from '../../plan/inventory.ts';
import { bareVm, Findings, MOST_ROWS } from './findings.ts';
import { textLines } from './text-lines.ts';

/** Metric names of the libvirt exporters; forks differ. */
const metrics: Record<string, 'memory' | 'vcpus' | 'state'> = {
  libvirt_domain_info_maximum_memory_bytes: 'memory',
  libvirt_domain_info_virtual_cpus: 'vcpus',
  libvirt_domain_info_vstate: 'state',
  libvirt_domain_info_state: 'state',
  libvirt_domain_state_code: 'state',
};
const running = new Set([1, 2, 3]);

function labelOf(labels: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|,)\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(labels)?.[1];
  return found?.replace(/\\(["\\n])/g, (_, character: string) =>
    character === 'n' ? '\n' : character,
  );
}

/** A scrape of a libvirt exporter: machines by label domain, on the host of label instance where there is one. */
export async function readPrometheus(path: string): Promise<Inventory> {
  const findings = new Findings();
  const domains = new Map<
    string,
    { name: string; host: string; [metric: string]: string | number }
  >();
  for await (const { line, text } of textLines(path)) {
    const parts = /^([a-zA-Z_:][\w:]*)\{(.*)\}\s+(\S+)/.exec(text);
    const metric = parts ? metrics[parts[1]!] : undefined;
    if (!parts || !metric) continue;
    const name = labelOf(parts[2]!, 'domain');
    const value = Number(parts[3]);
    if (name === undefined || !(value >= 0 && value < 2 ** 60)) {
      throw badInput({
        file: path,
        line,
        expected: `a label domain and a number of ${parts[1]}`,
        found: printable(text, 120),
      });
    }
    const host = labelOf(parts[2]!, 'instance') ?? '';
    const key = `${host}\n${name}`;
    const domain = domains.get(key) ?? { name, host };
    domain[metric] = value;
    domains.set(key, domain);
    if (domains.size > MOST_ROWS)
      throw badInput({ file: path, expected: `at most ${MOST_ROWS} domains`, found: 'more' });
  }
  const vms = [...domains.values()].flatMap(({ name, host, memory, vcpus, state }) => {
    if (!memory || !vcpus) {
      findings.add('bad-number', 'domains without memory or virtual CPUs, not counted');
      return [];
    }
    const poweredOn = running.has(Number(state ?? 1));
    return [
      bareVm({ name, host, vcpus: Number(vcpus), memoryMib: Number(memory) / 2 ** 20, poweredOn }),
    ];
  });
  return { source: path, hosts: [], vms, findings: findings.list };
}
