import { readJson } from '../../files/read-input.ts';
import { peerWords } from '../../messages/peers.ts';
import { bundledData, bundledJson } from '../bundled.ts';
import { readings } from '../qemu-migration/judge.ts';
import { readRuns } from '../qemu-migration/records.ts';
import type { Peer, PeerFigure } from './peer.ts';

/** Migrations of a simulator, as `scripts/peers/migration.sh` wrote them. */
async function simulated(name: string): Promise<PeerFigure[]> {
  const all = (await readJson(bundledData('peers/migration.json'))) as Record<
    string,
    Record<string, Record<string, number | string>>
  >;
  return Object.entries(all[name] ?? {}).flatMap(([id, values]) =>
    Object.entries(values).map(([metric, value]) => ({ id, metric, value })),
  );
}

/** The first recorded run of each configuration that finished. */
async function firstRuns(): Promise<PeerFigure[]> {
  const file = 'qemu-migration.json.gz';
  return readRuns(await bundledJson(file), file).flatMap(({ config: { id }, runs }) => {
    const [first] = runs;
    if (first?.status !== 'completed') return [];
    return (['total_ms', 'transferred_bytes', 'blackout_ms'] as const).flatMap((metric) => {
      const value = readings[metric](first);
      return value === undefined ? [] : [{ id, metric, value }];
    });
  });
}

interface CloudSimRun {
  version: string;
  day: string;
  policy: string;
  file_order: string;
  [metric: string]: unknown;
}

const cloudSimMetrics = ['energy_kwh', 'migrations'];

/** Runs of CloudSim other than those the suite is judged by. */
async function cloudSimRuns(isOne: (run: CloudSimRun) => boolean): Promise<PeerFigure[]> {
  const { cloudsim_runs: runs } = (await bundledJson('capacity-reference.json.gz')) as {
    cloudsim_runs: CloudSimRun[];
  };
  return runs.filter(isOne).flatMap((run) =>
    cloudSimMetrics.flatMap((metric) => {
      const value = run[metric];
      return typeof value === 'number' ? [{ id: `${run.day}/${run.policy}`, metric, value }] : [];
    }),
  );
}

const cloudSim = (name: string, ran: Peer['ran'], isOne: (run: CloudSimRun) => boolean): Peer => ({
  ...{ name, suite: 'cloudsim', ran },
  figures: () => cloudSimRuns(isOne),
});

/** Every program whose figures for the cases of a suite are recorded. */
export const peers: readonly Peer[] = [
  {
    ...{ name: 'SimGrid 3.32', suite: 'qemu-migration', ran: peerWords.simGrid() },
    figures: () => simulated('SimGrid 3.32'),
  },
  {
    ...{ name: 'CloudSim Plus 8.0.0', suite: 'qemu-migration', ran: peerWords.cloudSimPlus() },
    figures: () => simulated('CloudSim Plus 8.0.0'),
  },
  {
    ...{ name: 'QEMU 7.2.22, one run', suite: 'qemu-migration', ran: peerWords.qemuOnce() },
    itself: true,
    figures: firstRuns,
  },
  cloudSim('CloudSim 7.0.1', peerWords.cloudSim7(), ({ version }) => version.startsWith('7.0.1')),
  cloudSim(
    'CloudSim 3.0.3, files in ASCII order',
    peerWords.cloudSimAscii(),
    ({ version, file_order: order }) => version === '3.0.3' && order === 'ASCII',
  ),
  cloudSim(
    'CloudSim 3.0.3, files as ext4 lists them',
    peerWords.cloudSimExt4(),
    ({ version, file_order: order }) => version === '3.0.3' && order.startsWith('ext4'),
  ),
  {
    ...{ name: 'Virtuoso', suite: 'memory', ran: peerWords.virtuoso() },
    figures: async () => [{ id: 'mem.refs.g4h4.4K.4K', metric: 'value', value: 20 }],
  },
];
