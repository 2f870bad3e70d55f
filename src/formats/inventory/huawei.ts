import { badInput, printable } from '../../errors.ts';
import { Lifetimes } from './lifetimes.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, titlesOf } from './rows.ts';

interface Open {
  start: number;
  vcpus: number;
  memoryMib: number;
}

/** Huawei-East-1: one row per creation (type 0) and deletion (type 1). */
export const huawei: InventoryReader = {
  id: 'huawei-east-1',
  title: 'Huawei-East-1, creations and deletions',
  make: 'published: github.com/huaweicloud/VM-placement-dataset, CSV with vmid,cpu,memory,time,type',
  sniff: (_name, head) => titlesOf(head).join() === 'vmid,cpu,memory,time,type',
  async read(path, into) {
    const lifetimes = new Lifetimes(into);
    const alive = new Map<string, Open>();
    const close = (name: string, { start, vcpus, memoryMib }: Open, end: number) => {
      lifetimes.add(start, end, vcpus);
      into.vm({ name, vcpus, memoryMib });
    };
    await eachRecord(path, (header) => {
      const [id, cpu, memory, time, type] = ['vmid', 'cpu', 'memory', 'time', 'type'].map((name) =>
        header.need(name),
      ) as [number, number, number, number, number];
      return ({ line, cells }) => {
        const name = cells[id] ?? '';
        const at = into.amount(cells[time], 'time', path, line);
        const what = (cells[type] ?? '').trim();
        const known = alive.get(name);
        if (what === '1') {
          alive.delete(name);
          if (known) close(name, known, Math.max(at, known.start));
          else into.finding('lifetime', 'deletions of machines never created, left out');
        } else if (what === '0') {
          if (known) {
            into.finding('lifetime', 'machines created again before they were deleted');
            close(name, known, Math.max(at, known.start));
          }
          alive.set(name, {
            start: at,
            vcpus: into.amount(cells[cpu], 'cpu', path, line),
            memoryMib: into.amount(cells[memory], 'memory', path, line) * 1024,
          });
        } else {
          throw badInput({
            file: path,
            line,
            expected: 'type 0 (created) or 1 (deleted)',
            found: `"${printable(what, 40)}"`,
          });
        }
      };
    });
    for (const [name, open] of alive) close(name, open, Number.POSITIVE_INFINITY);
    lifetimes.finish('time');
    into.finding('unit', 'the trace does not state the unit of memory: read as GiB');
  },
};
