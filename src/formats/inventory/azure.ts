import { badInput } from '../../errors.ts';
import type { InventoryReader } from './reader.ts';
import { rowsOf } from './rows.ts';

const COLUMNS = 11;
const CORES = 9;
const MEMORY_GB = 10;
const BUCKET = /^>?\d+(\.\d+)?$/;

/** A size of the second trace may be an open bucket such as ">24": its lower end counts. */
const lowerEnd = (text: string) => text.trim().replace(/^>/, '');

/** Azure public dataset, vmtable of 2017 and 2019: 11 columns, no header. */
export const azure: InventoryReader = {
  id: 'azure',
  title: 'Azure public dataset, vmtable (V1, V2)',
  make: 'published: github.com/Azure/AzurePublicDataset, vmtable.csv[.gz]',
  sniff(_name, head) {
    const cells = head.split('\n', 1)[0]!.trim().split(',');
    return (
      cells.length === COLUMNS &&
      BUCKET.test(cells[CORES]!.trim()) &&
      BUCKET.test(cells[MEMORY_GB]!.trim())
    );
  },
  async read(path, into) {
    for await (const { line, cells } of rowsOf(path)) {
      if (cells.length !== COLUMNS) {
        throw badInput({
          file: path,
          line,
          expected: `${COLUMNS} columns`,
          found: `${cells.length}`,
        });
      }
      if (cells[CORES]!.includes('>') || cells[MEMORY_GB]!.includes('>')) {
        into.finding('unit', 'open size buckets such as ">24" count as their lower end');
      }
      into.vm({
        name: cells[0]!,
        vcpus: into.amount(lowerEnd(cells[CORES]!), 'cores', path, line),
        memoryMib: into.amount(lowerEnd(cells[MEMORY_GB]!), 'memory', path, line) * 1024,
      });
    }
  },
};
