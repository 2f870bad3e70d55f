/** One site to be written in every format that can carry it. */
export interface Fleet {
  cluster: string;
  hosts: readonly FleetHost[];
  machines: readonly FleetMachine[];
}

export interface FleetHost {
  name: string;
  sockets: number;
  cores: number;
  threads: number;
  mhz: number;
  gib: number;
}

export interface FleetMachine {
  name: string;
  host: string;
  runs: boolean;
  vcpus: number;
  mib: number;
  diskMib: number;
}

export const fleet: Fleet = {
  cluster: 'Alpha',
  hosts: ['node-a', 'node-b'].map((name) => ({
    name,
    sockets: 2,
    cores: 16,
    threads: 32,
    mhz: 2600,
    gib: 128,
  })),
  machines: [
    { name: 'app-01', host: 'node-a', runs: true, vcpus: 4, mib: 16_384, diskMib: 122_880 },
    { name: 'app-02', host: 'node-a', runs: true, vcpus: 2, mib: 8192, diskMib: 61_440 },
    { name: 'db-01', host: 'node-b', runs: true, vcpus: 8, mib: 65_536, diskMib: 512_000 },
    { name: 'old-01', host: 'node-a', runs: false, vcpus: 4, mib: 8192, diskMib: 204_800 },
  ],
};

export type Files = Record<string, string | Uint8Array>;

export const bytes = (mib: number) => mib * 2 ** 20;
export const csv = (rows: readonly (readonly (string | number)[])[], mark = ',') =>
  `${rows.map((row) => row.map((cell) => `"${cell}"`).join(mark)).join('\r\n')}\r\n`;
export const json = (document: unknown) => JSON.stringify(document, null, 1);
export const onOff = (runs: boolean) => (runs ? 'poweredOn' : 'poweredOff');
export const idOf = (name: string) => `id-of-${name}`;
