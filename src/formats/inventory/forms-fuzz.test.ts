import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Damage, damage, damaged, damagedRows } from '../../../test/damage.ts';
import { fleet, forms, partialForms, workbooks } from '../../../test/fleets/index.ts';
import { UserError } from '../../errors.ts';
import { checkInventory } from './check.ts';
import { Collected } from './findings.ts';
import { inventoryReaders, tablesReaders } from './index.ts';
import { withFiles } from './open.ts';
import type { InventoryReader } from './reader.ts';
import { Tab } from './tab.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
const options = { numRuns: full ? 100_000 : 150, seed: full ? Date.now() % 2 ** 31 : 17 };
const HOURS = 3_600_000;

/** What a reader gives is sane, or it says one thing to the user. */
async function answersOrSays(read: (into: Collected) => Promise<void> | void): Promise<void> {
  const into = new Collected();
  try {
    await read(into);
    into.settle();
    checkInventory(into);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message.length).toBeLessThan(3000);
    expect(error.message).not.toContain('\n');
    return;
  }
  const amounts = [
    ...into.hosts.flatMap(
      ({ cores, sockets, memoryMib, mhzPerCore, cpuUse = 0, memoryUse = 0 }) => [
        cores,
        sockets,
        memoryMib,
        mhzPerCore,
        cpuUse,
        memoryUse,
      ],
    ),
    ...into.vms.flatMap(({ vcpus, memoryMib, provisionedMib, inUseMib, cpuDemandMhz = 0 }) => [
      vcpus,
      memoryMib,
      provisionedMib,
      inUseMib,
      cpuDemandMhz,
    ]),
    ...into.datastores.flatMap(({ capacityMib, inUseMib }) => [capacityMib, inUseMib]),
  ];
  for (const amount of amounts)
    if (!(Number.isFinite(amount) && amount >= 0)) expect.fail(`an amount is ${amount}`);
  for (const { name } of [...into.hosts, ...into.vms]) expect(typeof name).toBe('string');
}

const every = [...Object.values(forms), ...Object.values(partialForms)];

/** Files of a form with the readers they go to, lookups first, as a folder is read. */
function readings(id: string): { reader: InventoryReader; text: string; isMine: boolean }[] {
  const form = every.find(({ readers }) => readers.includes(id))!;
  return Object.values(form.files(fleet))
    .map((content) => {
      const text = content.toString();
      const reader = inventoryReaders.find((candidate) => candidate.sniff('x', text))!;
      return { reader, text, isMine: reader.id === id };
    })
    .sort((a, b) => Number(b.reader.isLookup ?? false) - Number(a.reader.isLookup ?? false));
}

/** Damaged in fuzz.test.ts and malformed.test.ts too. */
const older = ['csv-hosts', 'csv-vms'];
const ids = [...new Set(every.flatMap(({ readers }) => readers))];
const single = ids.filter(
  (id) => !older.includes(id) && inventoryReaders.some((reader) => reader.id === id),
);

describe('a damaged file', () => {
  it.each(single)('of %s gives an answer or one message', { timeout: HOURS }, async (id) => {
    const files = readings(id);
    expect(files.some(({ isMine }) => isMine)).toBe(true);
    await fc.assert(
      fc.asyncProperty(damage, async (how: Damage) => {
        const named = files.map(({ reader, text, isMine }, i) => ({
          reader,
          path: `x${i}`,
          bytes: isMine ? damaged(text, how) : Buffer.from(text),
        }));
        await withFiles(new Map(named.map(({ path, bytes }) => [path, bytes])), () =>
          answersOrSays(async (into) => {
            for (const { reader, path } of named) await reader.read(path, into);
          }),
        );
      }),
      options,
    );
  });

  it.each(Object.keys(workbooks))(
    'of %s gives an answer or one message',
    { timeout: HOURS },
    async (id) => {
      const reader = tablesReaders.find((candidate) => candidate.id === id)!;
      const tabs = Object.entries(workbooks[id]!(fleet));
      await fc.assert(
        fc.asyncProperty(damage, fc.nat(tabs.length - 1), async (how, hit) => {
          await answersOrSays((into) => {
            const read = new Map<string, Tab>();
            tabs.forEach(([name, rows], i) => {
              const cells = i === hit ? damagedRows(rows, how) : rows;
              const as = reader.tableOf({ name, titles: (cells[0] ?? []).map(String) });
              if (as === undefined || read.has(as)) return;
              const tab = new Tab({ file: 'x', name: as, wanted: reader.wanted[as] });
              for (const [line, row] of cells.entries()) tab.add(line + 1, row);
              read.set(as, tab);
            });
            reader.read(read, into, 'x');
          });
        }),
        options,
      );
    },
  );
});
