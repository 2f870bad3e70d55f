import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** A store as a queue: channels that serve requests side by side, each for its time plus the transfer. */
export interface Device {
  id: string;
  title: string;
  readUs: Sourced;
  writeUs: Sourced;
  flushUs: Sourced;
  channels: Sourced;
  bytesPerSecond: Sourced;
  /** Half-width of the uniform spread of a service time, as a share of it. */
  spread: Sourced;
}

const vendor = 'vendor ranges, ordering only (storage-io facts, lat-*)';
const range = (low: number, high: number): Sourced => ({
  ...sourced((low + high) / 2, 'µs', 'published', vendor),
  low,
  high,
});
const MB = 1e6;
const recalled = 'recalled, no source read';

/** Profiles of stores. A new one is one entry. */
export const devices: readonly Device[] = [
  {
    id: 'nvme',
    title: 'local NVMe SSD',
    readUs: sourced(1e6 / 21_600, 'µs', 'derived', '4K read QD1 21.6k IOPS (vfio-nvme)'),
    writeUs: sourced(1e6 / 37_000, 'µs', 'derived', '4K write QD1 37.0k IOPS (vfio-nvme)'),
    flushUs: unverified(20, 'µs', recalled),
    channels: unverified(32, '', recalled),
    bytesPerSecond: unverified(3000 * MB, 'B/s', recalled),
    spread: unverified(0.3, '', recalled),
  },
  {
    id: 'sata-ssd',
    title: 'SATA SSD',
    readUs: unverified(90, 'µs', recalled),
    writeUs: unverified(60, 'µs', recalled),
    flushUs: unverified(500, 'µs', recalled),
    channels: sourced(8, '', 'derived', '95.8k read IOPS at depth (vhostblk-ssd) times 90 µs'),
    bytesPerSecond: unverified(530 * MB, 'B/s', recalled),
    spread: unverified(0.4, '', recalled),
  },
  {
    id: 'hdd',
    title: '7200 rpm disk',
    readUs: unverified(12_500, 'µs', 'average seek 8.3 ms and half a turn 4.2 ms, recalled'),
    writeUs: unverified(12_500, 'µs', recalled),
    flushUs: unverified(8000, 'µs', recalled),
    channels: sourced(1, '', 'derived', 'one arm'),
    bytesPerSecond: unverified(180 * MB, 'B/s', recalled),
    spread: unverified(0.6, '', recalled),
  },
  {
    id: 'san',
    title: 'SAN over iSCSI',
    readUs: range(100, 300),
    writeUs: range(100, 300),
    flushUs: unverified(200, 'µs', recalled),
    channels: unverified(32, '', recalled),
    bytesPerSecond: unverified(1100 * MB, 'B/s', 'one 10 Gb/s link less headers, recalled'),
    spread: unverified(0.4, '', recalled),
  },
  {
    id: 'nas',
    title: 'NAS over NFS',
    readUs: range(500, 2000),
    writeUs: range(500, 2000),
    flushUs: unverified(1000, 'µs', recalled),
    channels: unverified(16, '', recalled),
    bytesPerSecond: unverified(1100 * MB, 'B/s', 'one 10 Gb/s link less headers, recalled'),
    spread: unverified(0.5, '', recalled),
  },
];

export function deviceById(id: string): Device | undefined {
  return devices.find((entry) => entry.id === id);
}
