import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readFleet } from '../../src/commands/migrate/fleet.ts';
import { readOvercommitScenario } from '../../src/commands/overcommit/scenario.ts';
import { readKsmRecords } from '../../src/evidence/linux-ksm/records.ts';
import { readYaml } from '../../src/files/read-yaml.ts';
import { readTrace } from '../../src/formats/block-traces/read-trace.ts';
import { catalog } from '../../src/formats/catalog.ts';
import { closeChain, openChain } from '../../src/formats/disk-image/chain.ts';
import { inspectChain } from '../../src/formats/disk-image/inspect.ts';
import { attribute } from '../../src/formats/guest-stats/attribute.ts';
import { guestStatsFormats, readGuestStats } from '../../src/formats/guest-stats/index.ts';
import { hostFrom } from '../../src/formats/host-profile.ts';
import { readCatalogue } from '../../src/formats/instance-catalogue.ts';
import { Collected } from '../../src/formats/inventory/findings.ts';
import { inventoryReaders, readInventory } from '../../src/formats/inventory/index.ts';
import { readKsmSnapshot } from '../../src/formats/ksm-sysfs.ts';
import { readLoadSeries } from '../../src/formats/machine-load/index.ts';
import { openMemoryImage } from '../../src/formats/memory-image/open.ts';
import { openMemoryTrace } from '../../src/formats/memory-trace/open.ts';
import { migrationReaders, readMigrationInput } from '../../src/formats/migration/index.ts';
import { readPlanetLabDay } from '../../src/formats/planetlab.ts';
import { studySchema } from '../../src/plan/study/schema.ts';
import { whatIfSchema } from '../../src/plan/what-if.ts';
import { parseRecord } from '../../src/results/record.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { studies } from '../../src/studies/index.ts';

/** Something that reads bytes from outside: `seeds` names the valid files it is damaged from. */
export interface Target {
  /** `KIND ID` of the catalogue, or the name of a parser beside it. */
  id: string;
  /** How its file is called, where readers look at names. */
  read(bytes: Buffer, folder: string, name: string): Promise<unknown> | unknown;
}

const saved = (bytes: Buffer, folder: string, name: string) => {
  const path = join(folder, basename(name));
  writeFileSync(path, bytes);
  return path;
};

async function drain(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches);
}

type Read = Target['read'];

/** How files of each kind of the catalogue are read, by the id of their reader. */
const readersOf: Readonly<Record<string, (id: string) => Read>> = {
  'guest statistics': (id) => (bytes) => {
    const text = bytes.toString('utf8');
    const format = guestStatsFormats.find((each) => each.id === id);
    if (!format) throw new RangeError(id);
    format.sniff(text);
    attribute(format.read(text, 'x'));
    return readGuestStats(text, 'x');
  },
  'memory trace': (id) => async (bytes, folder, name) => {
    const path = saved(bytes, folder, name);
    await drain((await openMemoryTrace(path, { format: id })).words);
    await drain((await openMemoryTrace(path)).words);
  },
  'block trace': (id) => async (bytes, folder, name) => {
    const path = saved(bytes, folder, name);
    await drain(readTrace(path, id));
    await drain(readTrace(path));
  },
  'memory image': () => (bytes, folder, name) => openMemoryImage(saved(bytes, folder, name)),
  'page sharing': () => (bytes, folder, name) => readKsmSnapshot(saved(bytes, folder, name)),
  migration: (id) => (bytes) => {
    const text = bytes.toString('utf8');
    const reader = migrationReaders.find((each) => each.id === id);
    if (!reader) throw new RangeError(id);
    reader.looksLike(text);
    reader.read(text, 'x');
    return readMigrationInput(text, 'x');
  },
  'disk image': () => (bytes, folder, name) => {
    const chain = openChain(saved(bytes, folder, name));
    try {
      return inspectChain(chain);
    } finally {
      closeChain(chain);
    }
  },
  inventory: (id) => async (bytes, folder, name) => {
    const path = saved(bytes, folder, name);
    const reader = inventoryReaders.find((each) => each.id === id);
    if (reader) await reader.read(path, new Collected());
    return readInventory(path);
  },
  'machine load': () => (bytes, folder, name) => readLoadSeries(saved(bytes, folder, name)),
};

/** Parsers that stand in no catalogue. */
const others: readonly Target[] = [
  { id: 'scenario', read: (bytes) => loadScenario(bytes.toString(), 'x', studies) },
  { id: 'what-if', read: (bytes, at, name) => readYaml(saved(bytes, at, name), whatIfSchema, 'x') },
  {
    id: 'group study',
    read: (bytes, at, name) => readYaml(saved(bytes, at, name), studySchema, 'x'),
  },
  {
    id: 'overcommit scenario',
    read: (bytes, at, name) => readOvercommitScenario(saved(bytes, at, name)),
  },
  { id: 'evacuation list', read: (bytes) => readFleet(bytes.toString(), 'x') },
  { id: 'host profile', read: (bytes, at, name) => hostFrom(saved(bytes, at, name)) },
  { id: 'instance catalogue', read: (bytes, at, name) => readCatalogue(saved(bytes, at, name)) },
  { id: 'sharing records', read: (bytes, at, name) => readKsmRecords(saved(bytes, at, name)) },
  { id: 'PlanetLab day', read: (bytes, at, name) => readPlanetLabDay(saved(bytes, at, name)) },
  { id: 'run record', read: (bytes) => parseRecord(bytes.toString(), 'x') },
];

/** Every reader of the catalogue, by itself, and the parsers beside it. A new format is one of them by being listed there. */
export const targets: readonly Target[] = [
  ...catalog.map(({ kind, id }) => {
    const read = readersOf[kind];
    if (!read) throw new RangeError(`no way to fuzz a ${kind}: add it to test/fuzz/targets.ts`);
    return { id: `${kind} ${id}`, read: read(id) };
  }),
  ...others,
];
