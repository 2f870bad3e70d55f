import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { badInput, printable } from '../../errors.ts';
import type { Inventory, InventoryVm } from '../../plan/inventory.ts';
import { bareVm } from './findings.ts';

/** Bytes of the units libvirt takes for memory; without one it is KiB. */
const unitBytes: Record<string, number> = {
  b: 1,
  bytes: 1,
  kb: 1e3,
  k: 1024,
  kib: 1024,
  mb: 1e6,
  m: 2 ** 20,
  mib: 2 ** 20,
  gb: 1e9,
  g: 2 ** 30,
  gib: 2 ** 30,
  tb: 1e12,
  t: 2 ** 40,
  tib: 2 ** 40,
};

type Node = Record<string, unknown>;
const asNode = (value: unknown): Node =>
  typeof value === 'object' && value !== null ? (value as Node) : { '#text': value };
const textOf = (value: unknown) => String(asNode(value)['#text'] ?? '').trim();

function vmOf(domain: Node, file: string): InventoryVm {
  const name = textOf(domain.name);
  const bad = (expected: string, found: string) =>
    badInput({
      file,
      expected: `${expected} of domain "${printable(name, 80)}"`,
      found: `"${printable(found, 40)}"`,
    });
  const memory = textOf(domain.memory);
  const unit = String(asNode(domain.memory)['@unit'] ?? 'KiB');
  const bytes = Number(memory) * (unitBytes[unit.toLowerCase()] ?? Number.NaN);
  if (name === '') throw badInput({ file, expected: 'a <name> in each <domain>', found: 'none' });
  if (!(bytes > 0 && bytes < 2 ** 60)) throw bad('<memory>', `${memory} ${unit}`);
  const vcpus = Number(asNode(domain.vcpu)['@current'] ?? textOf(domain.vcpu));
  if (!Number.isInteger(vcpus) || vcpus < 1 || vcpus > 65_536)
    throw bad('<vcpu>', textOf(domain.vcpu));
  return bareVm({ name, vcpus, memoryMib: bytes / 2 ** 20 });
}

/** Domains of `virsh dumpxml`: one, or several in any wrapper one level above; definitions count as running. */
export function domainXmlVms(text: string, file: string): InventoryVm[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw badInput({ file, expected: 'libvirt domain XML', found: 'a document type' });
  const valid = XMLValidator.validate(`<all>${text.replace(/<\?xml[^>]*\?>/g, '')}</all>`);
  if (valid !== true)
    throw badInput({ file, line: valid.err.line, expected: 'XML', found: valid.err.msg });
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    alwaysCreateTextNode: true,
    isArray: (tag) => tag === 'domain',
  });
  const root = asNode(parser.parse(`<all>${text.replace(/<\?xml[^>]*\?>/g, '')}</all>`)).all;
  const inside = [root, ...Object.values(asNode(root))].flatMap((node) => {
    const list = asNode(node).domain;
    return Array.isArray(list) ? (list as unknown[]) : [];
  });
  if (inside.length === 0)
    throw badInput({ file, expected: 'a <domain> element of libvirt', found: 'none' });
  return inside.map((domain) => vmOf(asNode(domain), file));
}

export const domainXmlInventory = (vms: InventoryVm[], source: string): Inventory => ({
  source,
  hosts: [],
  vms,
  findings: [],
});
