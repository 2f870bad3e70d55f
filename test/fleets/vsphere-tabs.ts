import { strToU8, zipSync } from 'fflate';
import type { Tabs } from '../inventories.ts';

/** Titles RVTools gives its columns with the switch -DBColumnNames. */
const databaseNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vInfo: {
    VM: 'vInfoVMName',
    Powerstate: 'vInfoPowerstate',
    Template: 'vInfoTemplate',
    CPUs: 'vInfoCPUs',
    Memory: 'vInfoMemory',
    'Provisioned MiB': 'vInfoProvisioned',
    'In Use MiB': 'vInfoInUse',
    Cluster: 'vInfoCluster',
    Host: 'vInfoHost',
  },
  vHost: {
    Host: 'vHostName',
    Cluster: 'vHostCluster',
    '# CPU': 'vHostNumCpu',
    '# Cores': 'vHostNumCpuCores',
    Speed: 'vHostCpuMhz',
    '# Memory': 'vHostMemorySize',
  },
};

/** The same tabs under the titles of a database. */
export const withDatabaseNames = (tabs: Tabs): Tabs =>
  Object.fromEntries(
    Object.entries(tabs).map(([tab, [titles, ...rows]]) => [
      tab,
      [titles!.map((title) => databaseNames[tab]![title]!), ...rows],
    ]),
  );

/** Each tab as a file of its own. */
export const tabFiles = (tabs: Tabs, mark: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tabs).map(([tab, rows]) => [
      `RVTools_tab${tab}.csv`,
      `${rows.map((row) => row.join(mark)).join('\r\n')}\r\n`,
    ]),
  );

/** Those files in one archive. */
export const zipped = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
