import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineRow, rvtoolsTabs, type Tabs, workbookBytes } from '../../../test/inventories.ts';
import { UserError } from '../../errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { readInventory } from './index.ts';
import { NumberColumn, type NumberKind, noCells, readNumber, seeCell } from './numbers.ts';

let root: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'virtcost-malformed-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function save(name: string, content: string | Uint8Array): string {
  const folder = join(root, `${count++}`);
  mkdirSync(folder);
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** RVTools tabs as CSV files of one folder, each text encoded by `encode`. */
function csvFolder(
  tabs: Tabs,
  delimiter = ',',
  encode: (text: string) => Uint8Array = (text) => Buffer.from(text),
): string {
  const folder = join(root, `${count++}`);
  mkdirSync(folder);
  for (const [tab, rows] of Object.entries(tabs)) {
    const text = `${rows.map((row) => row.join(delimiter)).join('\r\n')}\r\n`;
    writeFileSync(join(folder, `RVTools_tab${tab}.csv`), encode(text));
  }
  return folder;
}

const complaint = (path: string): Promise<string> =>
  readInventory(path).then(
    () => 'accepted',
    (error: unknown) => (error instanceof UserError ? error.message : `crash: ${error}`),
  );
const said = ({ findings }: Inventory) => findings.map(({ message }) => message).join('\n');

/** The same tabs with cells of a column changed. */
const changed = (
  tab: string,
  column: string,
  to: (cell: string | number) => string | number,
): Tabs => {
  const at = rvtoolsTabs[tab]![0]!.indexOf(column);
  return {
    ...rvtoolsTabs,
    [tab]: rvtoolsTabs[tab]!.map((row, i) =>
      i === 0 ? row : row.map((cell, j) => (j === at ? to(cell) : cell)),
    ),
  };
};

describe('numbers as countries write them', () => {
  it.each([
    ['4096', 4096],
    ['4,096', 4096],
    ['1,234,567.5', 1_234_567.5],
    ['12,5', 12.5],
    ['1.234.567', 1_234_567],
    ['4.096,5', 4096.5],
    ['4.096', 4.096],
    ['0,125', 0.125],
    ['1 024', 1024],
    ['1\u202f024,5', 1024.5],
    ["1'024'000", 1_024_000],
    ['1e3', 1000],
    ['-2', -2],
  ])('%s that no column stands behind is %d', (text, value) => {
    expect(readNumber(text).value).toBe(value);
  });
  it.each(['', 'many', '0x10', '1,2,3', 'Infinity', 'NaN', '1..2', '=1+1', '1e999'])(
    '"%s" is no number',
    (text) => {
      expect(readNumber(text).value).toBeNaN();
    },
  );
  it.each<[NumberKind, string[], string | undefined, number[]]>([
    ['whole', ['65.536'], undefined, [65_536]],
    ['whole', ['4,096', '16,384'], ',', [4096, 16_384]],
    ['whole', ['4.096', '8192.000'], undefined, [4.096, 8192]],
    ['fraction', ['1.024', '12.5'], undefined, [1.024, 12.5]],
    ['fraction', ['1.024', '12,5'], undefined, [1024, 12.5]],
    ['fraction', ['500', '1.024'], undefined, [500, 1024]],
    ['fraction', ['1.024'], ';', [1024]],
    ['fraction', ['1,024'], ';', [1.024]],
    ['fraction', ['1.024'], ',', [1.024]],
    ['count', ['4.000', '8.000'], undefined, [4, 8]],
  ])('in a column of %s numbers %j between "%s" are %j', (kind, cells, delimiter, values) => {
    const seen = noCells();
    for (const cell of cells) seeCell(seen, cell);
    const column = new NumberColumn(kind, seen, [], delimiter);
    expect(cells.map((cell) => column.read(cell).value)).toEqual(values);
  });
});

describe('RVTools as CSV', () => {
  const plain = () => readInventory(csvFolder(rvtoolsTabs));
  it('in UTF-16 of either order, with its mark, and in UTF-8 with a mark reads as plain', async () => {
    const expected = await plain();
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const encode of [
      utf16,
      (text: string) => utf16(text).swap16(),
      (text: string) => Buffer.from(`\ufeff${text}`),
    ]) {
      const { hosts, vms, findings } = await readInventory(csvFolder(rvtoolsTabs, '\t', encode));
      expect({ hosts, vms, findings }).toEqual({
        hosts: expected.hosts,
        vms: expected.vms,
        findings: expected.findings,
      });
    }
  });

  it('with semicolons reads decimal commas and dots between thousands, and says so', async () => {
    const german = changed('vHost', '# Memory', () => '262.144,0');
    const inventory = await readInventory(csvFolder(german, ';'));
    expect(inventory.hosts[0]!.memoryMib).toBe(262_144);
    expect(said(inventory)).toContain('decimal comma');
  });

  it('with the old MB headers reads as with the new MiB ones, in any case and spacing', async () => {
    const old: Tabs = {
      ...rvtoolsTabs,
      vInfo: rvtoolsTabs.vInfo!.map((row, i) =>
        i > 0
          ? row
          : row.map((title) => String(title).replace('MiB', 'MB').replace('In Use', 'IN  use ')),
      ),
    };
    expect((await readInventory(csvFolder(old))).vms).toEqual((await plain()).vms);
  });

  it('vInfo alone gives its machines; a tab without its header is named', async () => {
    const machines = (await plain()).vms.map(({ name }) => name);
    for (const path of [
      join(csvFolder(rvtoolsTabs), 'RVTools_tabvInfo.csv'),
      csvFolder({ vInfo: rvtoolsTabs.vInfo! }),
    ]) {
      const { hosts, vms } = await readInventory(path);
      expect([hosts.length, vms.map(({ name }) => name)]).toEqual([0, machines]);
    }
    expect(
      await complaint(csvFolder({ ...rvtoolsTabs, vHost: rvtoolsTabs.vHost!.slice(1) })),
    ).toContain('a column "Host" in tab vHost');
  });

  it('repeated names of machines and hosts are kept and reported', async () => {
    const [header, first] = rvtoolsTabs.vHost!;
    const inventory = await readInventory(
      csvFolder({ ...rvtoolsTabs, vHost: [header!, first!, first!] }),
    );
    expect(inventory.hosts).toHaveLength(2);
    expect(said(inventory)).toContain('host names used more than once');
    expect(said(inventory)).toContain('machine names used more than once');
  });

  it('sizes in GiB or KiB under a header of MiB are said to look like another unit', async () => {
    const [gib, kib] = [
      await readInventory(csvFolder(changed('vInfo', 'Memory', () => 8))),
      await readInventory(csvFolder(changed('vHost', '# Memory', () => 268_435_456))),
    ];
    expect(said(gib)).toContain('memory of machines looks like another unit: 4 MiB per CPU');
    expect(said(kib)).toContain('memory of hosts looks like another unit');
    expect(said(await plain())).not.toContain('another unit');
  });

  it('huge, negative and worded numbers: refused or counted as 0, with the line', async () => {
    expect(await complaint(csvFolder(changed('vInfo', 'CPUs', () => '1e30')))).toMatch(
      /:2: expected at most 1000000000000000 for CPUs in tab vInfo/,
    );
    expect(said(await readInventory(csvFolder(changed('vInfo', 'CPUs', () => -4))))).toContain(
      'negative CPUs in tab vInfo counts as 0',
    );
  });

  it('two workbooks in a folder are not guessed between', async () => {
    const path = save('a.xlsx', workbookBytes(rvtoolsTabs));
    writeFileSync(join(path, '..', 'b.xlsx'), workbookBytes(rvtoolsTabs));
    expect(await complaint(join(path, '..'))).toContain('one workbook');
  });
});

describe('RVTools as xlsx', () => {
  const inline = () => readInventory(save('a.xlsx', workbookBytes(rvtoolsTabs)));
  const column = (i: number) => String.fromCharCode(65 + i);

  it('shared strings, rich text, phonetic hints, numbers, prefixes and cell references read as inline strings', async () => {
    const strings = [
      ...new Set(
        Object.values(rvtoolsTabs)
          .flat(2)
          .filter((cell) => typeof cell === 'string'),
      ),
    ];
    const cell = (value: string | number, at: string) =>
      typeof value === 'number'
        ? `<x:c r="${at}"><x:v>${value}</x:v></x:c>`
        : `<x:c r="${at}" t="s"><x:v>${strings.indexOf(value)}</x:v></x:c>`;
    const shared = strings
      .map(
        (text) =>
          `<si><r><t>${text.slice(0, 1)}</t></r><r><t>${text.slice(1)}</t></r><rPh><t>no</t></rPh></si>`,
      )
      .join('');
    const bytes = workbookBytes(
      rvtoolsTabs,
      { 'xl/sharedStrings.xml': strToU8(`<sst>${shared}</sst>`) },
      (rows) =>
        rows
          .map(
            (row, i) =>
              `<x:row r="${i + 1}">${row.map((value, j) => cell(value, `${column(j)}${i + 1}`)).join('')}</x:row>`,
          )
          .join(''),
    );
    const { hosts, vms } = await readInventory(save('b.xlsx', bytes));
    const expected = await inline();
    expect(vms).toEqual(expected.vms);
    expect(hosts).toEqual(expected.hosts);
  });

  it('a formula counts as the value stored beside it, and dates in other columns change nothing', async () => {
    const tabs: Tabs = {
      ...rvtoolsTabs,
      vInfo: rvtoolsTabs.vInfo!.map((row, i) => [...row, i === 0 ? 'PowerOn' : 45_123.5]),
    };
    const bytes = workbookBytes(tabs, {}, (rows) =>
      rows
        .map(
          (row) =>
            `<row>${row.map((cell) => (typeof cell === 'number' ? `<c s="3"><f>1+HYPERLINK("x")</f><v>${cell}</v></c>` : `<c t="str"><f>A1</f><v>${cell}</v></c>`)).join('')}</row>`,
        )
        .join(''),
    );
    expect((await readInventory(save('a.xlsx', bytes))).vms).toEqual((await inline()).vms);
  });

  it('an error value in a number names its column and line', async () => {
    const tabs = changed('vHost', '# Cores', () => '#N/A');
    expect(await complaint(save('a.xlsx', workbookBytes(tabs)))).toMatch(
      /a\.xlsx:2: expected a number for # Cores in tab vHost, found "#N\/A"/,
    );
  });

  it('rows that name the last column of a sheet cost no memory', async () => {
    const wide = Array.from(
      { length: 99_000 },
      () => '<row><c r="ZZZ1"><v>1</v></c><c r="ALL1"><v>1</v></c></row>',
    ).join('');
    let sheets = 0;
    const bytes = workbookBytes(rvtoolsTabs, {}, (rows) => {
      const written = rows
        .map((row) => `<row>${row.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`)
        .join('');
      return sheets++ === 0 ? written + wide : written;
    });
    const before = process.memoryUsage().heapUsed;
    const { vms } = await readInventory(save('a.xlsx', bytes));
    expect(vms).toHaveLength(3);
    // Rows as wide as they say would be 14 GiB; what is not yet collected of rows as they are is a few hundred MiB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 ** 30);
  });

  it('a part that says it is smaller than it unpacks to ends in a message', async () => {
    const bytes = zipSync({ 'xl/workbook.xml': new Uint8Array(1 << 20) }, { level: 9 });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 28 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    expect(await complaint(save('a.xlsx', bytes))).toMatch(
      /expected (an xlsx workbook|well-formed XML)/,
    );
  });
});

describe('a workbook that is small and unpacks to much', () => {
  const header = ['VM', 'CPUs', 'Memory', 'Powerstate'];
  const refused = async (bytes: Uint8Array) => complaint(save('a.xlsx', bytes));

  it('is refused by the sizes it states', async () => {
    const strings = strToU8('<sst>'.padEnd(33 * 2 ** 20));
    const bytes = workbookBytes({ vInfo: [header] }, { 'xl/sharedStrings.xml': strings });
    expect(bytes.length).toBeLessThan(100_000);
    expect(await refused(bytes)).toMatch(/at most 33554432 bytes together, found 346\d+ up to/);
  });

  it('is refused when its rows are counted', async () => {
    const rows = '<row/>'.repeat(100_001);
    const bytes = workbookBytes({ vInfo: [header] }, {}, () => rows);
    expect(await refused(bytes)).toMatch(/expected at most 100000 rows in vInfo, found more/);
  });

  it('whose cells are long texts is read in the time of its bytes', async () => {
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(4)}</row>`;
    const strings = strToU8(`<sst><si><t>${'9'.repeat(32_767)}</t></si></sst>`);
    const sheet = (rows: Tabs[string]) => rows.map(inlineRow).join('') + row.repeat(20_000);
    const bytes = workbookBytes({ vInfo: [header] }, { 'xl/sharedStrings.xml': strings }, sheet);
    // Judging each of these cells as a number would read 2.6 GB of digits.
    expect(await refused(bytes)).toMatch(/expected a number for CPUs/);
  });
});

describe('plain lists', () => {
  it('memory under a title in another unit is converted by the title', async () => {
    for (const [title, value] of [
      ['memory_gib', '4'],
      ['Memory GB', '4'],
      ['memory_kib', '4194304'],
      ['memory_bytes', '4294967296'],
    ]) {
      const { vms } = await readInventory(save('a.csv', `name,vcpus,${title}\na,2,${value}\n`));
      expect(vms[0]!.memoryMib).toBe(4096);
    }
  });

  it('semicolons and tabs separate columns too', async () => {
    for (const mark of [';', '\t']) {
      const text = ['name,vcpus,memory_gib', 'a,2,"4,5"']
        .join('\n')
        .replaceAll('"4,5"', '4|5')
        .replaceAll(',', mark)
        .replace('|', ',');
      const { vms } = await readInventory(save('a.csv', text));
      expect(vms[0]).toMatchObject({ name: 'a', vcpus: 2, memoryMib: 4608 });
    }
  });

  it('names that are no UTF-8 are kept and reported; names such as __proto__ are names', async () => {
    const inventory = await readInventory(
      save(
        'a.csv',
        Buffer.from('name,vcpus,memory_mib\nB\xfcro,1,1024\n__proto__,1,1024\n', 'latin1'),
      ),
    );
    expect(inventory.vms.map((vm) => vm.name)).toEqual(['B\ufffdro', '__proto__']);
    expect(said(inventory)).toContain('not UTF-8');
  });

  it('machines and hosts without sizes are reported', async () => {
    const path = save('vms.csv', 'name,vcpus,memory_mib\na,,\n');
    writeFileSync(join(path, '..', 'hosts.csv'), 'name,cores,memory_mib\nh,,\n');
    const text = said(await readInventory(join(path, '..')));
    expect(text).toContain('running machines without vCPUs or memory');
    expect(text).toContain('hosts without cores or memory');
  });
});
