import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailure, readJson, readText } from '../../cli/read-input.ts';
import { badInput } from '../../errors.ts';
import type { Inventory } from '../../plan/inventory.ts';
import { domainXmlInventory, domainXmlVms } from './domain-xml.ts';
import { readDomstats } from './domstats.ts';
import { openstackInventory } from './openstack.ts';
import { readPlainCsv } from './plain-csv.ts';
import { readPrometheus } from './prometheus.ts';
import { readRvtools } from './rvtools.ts';

const MOST_XML_BYTES = 64 * 2 ** 20;
const MOST_JSON_BYTES = 256 * 2 ** 20;
const MOST_FILES = 100_000;

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16_384), 0, 16_384, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readFolder(path: string): Promise<Inventory> {
  const names = (await readdir(path)).sort();
  if (names.length > MOST_FILES)
    throw badInput({ file: path, expected: `at most ${MOST_FILES} files`, found: 'more' });
  const ending = (end: string) => names.filter((name) => name.toLowerCase().endsWith(end));
  if (names.some((name) => /^RVTools_tab/i.test(name))) return readRvtools(path);
  const [xml, json] = [ending('.xml'), ending('.json')];
  if (xml.length > 0) {
    const vms = [];
    for (const name of xml) {
      const file = join(path, name);
      vms.push(...domainXmlVms(await readText(file, MOST_XML_BYTES), file));
    }
    return domainXmlInventory(vms, path);
  }
  if (json.length > 0) {
    const documents = [];
    for (const name of json.slice(0, 64)) {
      const file = join(path, name);
      documents.push({ file, content: await readJson(file, MOST_JSON_BYTES) });
    }
    return openstackInventory(documents, path);
  }
  throw badInput({
    file: path,
    expected: 'a folder of RVTools_tab*.csv, libvirt *.xml or OpenStack *.json',
    found: names.length > 0 ? 'other files' : 'an empty folder',
  });
}

/** Reads an inventory of any known form; the form is told from the content, not from the name. */
export async function readInventory(path: string): Promise<Inventory> {
  try {
    if ((await stat(path)).isDirectory()) return await readFolder(path);
    const head = await headOf(path);
    if (head.startsWith('PK')) return await readRvtools(path);
    if (/^Domain: '/m.test(head)) return await readDomstats(path);
    if (/^(# (HELP|TYPE) )?libvirt_|^# (HELP|TYPE) /m.test(head)) return await readPrometheus(path);
    const start = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
    if (start.startsWith('<'))
      return domainXmlInventory(domainXmlVms(await readText(path, MOST_XML_BYTES), path), path);
    if (start.startsWith('{'))
      return openstackInventory(
        [{ file: path, content: await readJson(path, MOST_JSON_BYTES) }],
        path,
      );
    if (head.includes('\0'))
      throw badInput({
        file: path,
        expected: 'an inventory: RVTools xlsx, libvirt, OpenStack, Prometheus or CSV',
        found: 'another binary file',
      });
    return await readPlainCsv(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
