import { XMLParser } from 'fast-xml-parser';
import { group } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const KIB_PER_MIB = 1024;

/** virsh domstats: what each domain has; its counters are read by `virtcost import`. */
export const domstats: InventoryReader = {
  id: 'libvirt-domstats',
  title: 'virsh domstats',
  make: 'virsh domstats > FILE',
  sniff: (_name, head) => /^\s*Domain: '/.test(head),
  async read(path, into) {
    const text = await readUnpacked(path);
    let name: string | undefined;
    let values = new Map<string, string>();
    const finish = () => {
      if (name === undefined) return;
      const amount = (key: string) => into.amount(values.get(key), key, path);
      let disk = 0;
      for (const [key, value] of values) {
        if (/^block\.\d+\.capacity$/.test(key)) disk += into.amount(value, key, path);
      }
      into.domain('stats', {
        name,
        vcpus: amount('vcpu.current') || amount('vcpu.maximum'),
        memoryMib: (amount('balloon.maximum') || amount('balloon.current')) / KIB_PER_MIB,
        provisionedMib: disk / 2 ** 20,
        maxVcpus: amount('vcpu.maximum') || undefined,
        power: values.has('state.state') ? into.power(values.get('state.state'), 'libvirt') : 'on',
      });
    };
    for (const line of text.split('\n')) {
      const domain = /^\s*Domain: '(.*)'\s*$/.exec(line);
      if (domain) {
        finish();
        name = group(domain, 1);
        values = new Map();
        continue;
      }
      for (const [, key, value] of line.matchAll(/(?<![\w.-])([\w.-]+)=(\S*)/g))
        values.set(key!, value!);
    }
    finish();
  },
};

/** Bytes of one unit of libvirt's size attribute. */
const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  KB: 1e3,
  k: 2 ** 10,
  KiB: 2 ** 10,
  MB: 1e6,
  M: 2 ** 20,
  MiB: 2 ** 20,
  GB: 1e9,
  G: 2 ** 30,
  GiB: 2 ** 30,
  TB: 1e12,
  T: 2 ** 40,
  TiB: 2 ** 40,
};

interface Sized {
  '#text'?: string;
  '@unit'?: string;
  /** vCPUs plugged in now, of the most the domain may have. */
  '@current'?: string;
}

interface Domain {
  name?: unknown;
  memory?: Sized | string;
  vcpu?: Sized | string;
}

const textOf = (part: Sized | string | undefined) =>
  typeof part === 'string' ? part : part?.['#text'];

/** vCPUs a domain has now: `current`, where some are not plugged in. */
function vcpusOf(vcpu: Domain['vcpu'], into: Collected, path: string) {
  const most = into.amount(textOf(vcpu), 'vcpu', path);
  const current = typeof vcpu === 'object' ? vcpu['@current'] : undefined;
  const vcpus = current === undefined ? most : into.amount(current, 'current vcpu', path);
  return { vcpus, maxVcpus: most };
}

/** Files of several domains, as a loop over virsh dumpxml writes them, are as many documents. */
const documentsOf = (text: string) =>
  text.split(/(?<=<\/domain>)/).filter((part, i) => i === 0 || part.trim() !== '');

function parseDomain(text: string, path: string): Domain & { name: string } {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    processEntities: false,
  });
  let domain: Domain | undefined;
  try {
    domain = (parser.parse(text, true) as { domain?: Domain }).domain;
  } catch (error) {
    throw badInput({
      file: path,
      expected: 'a libvirt domain',
      found: printable((error as Error).message, 160),
    });
  }
  if (typeof domain?.name !== 'string') {
    throw badInput({ file: path, expected: 'a domain with a name', found: 'none' });
  }
  return domain as Domain & { name: string };
}

function collectDomain(domain: Domain & { name: string }, into: Collected, path: string): void {
  const unit = (typeof domain.memory === 'object' && domain.memory['@unit']) || 'KiB';
  if (!Object.hasOwn(unitBytes, unit)) {
    throw badInput({
      file: path,
      expected: `a unit of memory (${Object.keys(unitBytes).join(', ')})`,
      found: printable(unit, 40),
    });
  }
  const memory = into.amount(textOf(domain.memory), 'memory', path);
  into.domain('xml', {
    name: domain.name,
    ...vcpusOf(domain.vcpu, into, path),
    memoryMib: (memory * unitBytes[unit]!) / 2 ** 20,
  });
}

/** virsh dumpxml of one domain or of several; entities of the documents are not expanded. */
export const domainXml: InventoryReader = {
  id: 'libvirt-xml',
  title: 'libvirt domain XML',
  make: 'virsh dumpxml DOMAIN > DOMAIN.xml',
  sniff: (_name, head) =>
    /^\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->)[\s\S])*-->\s*)*<domain[\s>]/.test(head),
  async read(path, into) {
    for (const text of documentsOf(await readUnpacked(path)))
      collectDomain(parseDomain(text, path), into, path);
  },
};
