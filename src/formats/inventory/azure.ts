import { nth } from '../../elements.ts';
import { Lifetimes } from './lifetimes.ts';
import type { InventoryReader } from './reader.ts';
import { eachRow } from './rows.ts';

const COLUMNS = 11;
const [CREATED, DELETED, CORES, MEMORY_GB] = [3, 4, 9, 10] as const;
const BUCKET = /^>?\d+(\.\d+)?$/;

/** A size of the second trace may be an open bucket such as ">24": its lower end counts. */
const lowerEnd = (text: string) => text.trim().replace(/^>/, '');

/** Azure public dataset, vmtable of 2017 and 2019: 11 columns, no header. */
export const azure: InventoryReader = {
  id: 'azure',
  title: 'Azure public dataset, vmtable (V1, V2)',
  make: 'published: github.com/Azure/AzurePublicDataset, vmtable.csv[.gz]',
  sniff(_name, head) {
    const cells = nth(head.split('\n', 1), 0).trim().split(',');
    return (
      cells.length === COLUMNS &&
      BUCKET.test(nth(cells, CORES).trim()) &&
      BUCKET.test(nth(cells, MEMORY_GB).trim())
    );
  },
  async read(path, into) {
    const lifetimes = new Lifetimes(into);
    await eachRow(path, [COLUMNS, COLUMNS], ({ line, cells }) => {
      if (nth(cells, CORES).includes('>') || nth(cells, MEMORY_GB).includes('>')) {
        into.finding('unit', 'open size buckets such as ">24" count as their lower end');
      }
      const vcpus = into.amount(lowerEnd(nth(cells, CORES)), 'cores', path, line);
      const start = into.amount(cells[CREATED], 'created', path, line);
      const end = into.amount(cells[DELETED], 'deleted', path, line);
      // Deleted at the second it was created: it was there for that sample.
      lifetimes.add(start, end > start ? end : start + 1, vcpus);
      into.vm({
        name: nth(cells, 0),
        vcpus,
        memoryMib: into.amount(lowerEnd(nth(cells, MEMORY_GB)), 'memory', path, line) * 1024,
      });
    });
    lifetimes.finish('second');
  },
};
