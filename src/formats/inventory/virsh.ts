import { basename } from 'node:path';
import { group } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

const KIB_PER_MIB = 1024;
/** ` Id   Name   State`, a rule below it, and a row a machine; a name may hold blanks, a state of two words too. */
const HEADER = /^\s*Id\s+Name\s+State\s*$/;
const ROW = /^\s*(\d+|-)\s{2,}(.+?)\s{2,}(\S.*?)\s*$/;

/** virsh list: which machines run; their sizes are in the XML beside it. */
export const virshList: InventoryReader = {
  id: 'virsh-list',
  title: 'virsh list, beside the XML of the domains',
  make: 'virsh list --all > list.txt; for d in $(virsh list --all --name); do virsh dumpxml "$d" > "$d.xml"; done',
  sniff: (_name, head) => head.split(/\r?\n/, 5).some((line) => HEADER.test(line)),
  async read(path, into) {
    const lines = (await readUnpacked(path)).split(/\r?\n/);
    const start = lines.findIndex((line) => HEADER.test(line));
    lines.slice(start + 1).forEach((line, i) => {
      if (line.trim() === '' || /^\s*-{3,}\s*$/.test(line)) return;
      const row = ROW.exec(line);
      if (!row) {
        throw badInput({
          file: path,
          line: start + i + 2,
          expected: 'a row of virsh list: Id, Name, State',
          found: JSON.stringify(printable(line, 60)),
        });
      }
      into.across.domainState(group(row, 2), into.power(row[3], 'libvirt'));
    });
  },
};

const FIELD = /^([A-Z][\w() ]*?):\s+(\S.*?)\s*$/;

/** virsh nodeinfo: the host. Its sockets are of one NUMA cell. */
export const virshNodeinfo: InventoryReader = {
  id: 'virsh-nodeinfo',
  title: 'virsh nodeinfo: the host of the domains; the file is named after it',
  make: 'virsh nodeinfo > $(hostname).txt',
  sniff: (_name, head) => /^CPU socket\(s\):\s/m.test(head) && /^Memory size:\s/m.test(head),
  async read(path, into) {
    const fields = new Map<string, string>();
    for (const line of (await readUnpacked(path)).split(/\r?\n/)) {
      const field = FIELD.exec(line);
      if (field) fields.set(group(field, 1), group(field, 2));
    }
    const number = (key: string) => {
      const text = fields.get(key);
      if (text !== undefined) return into.amount(text.replace(/ (MHz|KiB)$/, ''), key, path);
      throw badInput({ file: path, expected: `"${key}:" of virsh nodeinfo`, found: 'none' });
    };
    const cells = number('NUMA cell(s)') || 1;
    const sockets = number('CPU socket(s)') * cells;
    const threads = number('Thread(s) per core') || 1;
    const cores = sockets * number('Core(s) per socket');
    // Where topology and count differ (CPUs off line, odd hosts), libvirt's count is what there is.
    const counted = number('CPU(s)') / threads;
    into.host({
      name: basename(path).replace(/\.[^.]*$/, ''),
      sockets,
      cores: Math.min(cores, counted) || counted,
      mhzPerCore: fields.has('CPU frequency') ? number('CPU frequency') : 0,
      memoryMib: number('Memory size') / KIB_PER_MIB,
      numaNodes: cells,
    });
  },
};
