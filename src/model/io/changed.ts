import type { RequestCost } from './request.ts';
import { answerIo, type IoAnswer, type IoQuestion } from './what-if.ts';

/** One setting a question has other than usual, and what that alone changes. */
export interface ChangedSetting {
  setting: string;
  value: string;
  usual: string;
  /** The path it moves most, with and without the change; undefined where no request is touched. */
  most?: { with: RequestCost; without: RequestCost } | undefined;
}

/** Parts of a question with the words of the command line; the paths asked for are a choice, not a setting. */
const settings: readonly {
  setting: string;
  get: (question: IoQuestion) => string | number;
  put: (question: IoQuestion, from: IoQuestion) => IoQuestion;
}[] = [
  { setting: 'kind', get: (q) => q.kind, put: (q, { kind }) => ({ ...q, kind }) },
  {
    setting: 'direction',
    get: (q) => (q.read ? 'reads' : 'writes'),
    put: (q, { read }) => ({ ...q, read }),
  },
  {
    setting: 'access',
    get: (q) => (q.sequential ? 'sequential' : 'random'),
    put: (q, { sequential }) => ({ ...q, sequential }),
  },
  { setting: 'size, bytes', get: (q) => q.bytes, put: (q, { bytes }) => ({ ...q, bytes }) },
  {
    setting: 'queue depth',
    get: (q) => q.queueDepth,
    put: (q, { queueDepth }) => ({ ...q, queueDepth }),
  },
  { setting: 'vCPUs', get: (q) => q.vcpus, put: (q, { vcpus }) => ({ ...q, vcpus }) },
  { setting: 'host', get: (q) => q.host.id, put: (q, { host }) => ({ ...q, host }) },
  ...inGroup('storage', {
    transport: 'transport',
    mode: 'storage mode',
    pooling: 'pooling',
    readShare: 'read share',
    diskIops: 'requests a second of one disk',
    diskBytesPerSecond: 'bytes a second of one disk',
  }),
  {
    setting: 'RAID',
    get: ({ storage: { raid } }) => `${raid.level}x${raid.disks}`,
    put: (q, { storage: { raid } }) => ({ ...q, storage: { ...q.storage, raid } }),
  },
  ...inGroup('network', {
    linkGbps: 'link, Gbit/s',
    mtu: 'MTU, bytes',
    encapsulation: 'encapsulation',
    links: 'links of the bond',
    rules: 'rules of the security group',
  }),
  ...inGroup('adapter', {
    functions: 'virtual functions',
    vectorsEach: 'vectors of a function',
    msix: 'vectors of the adapter',
  }),
];

/** Settings of one group of a question by their keys. */
function inGroup<G extends 'storage' | 'network' | 'adapter'>(
  group: G,
  names: Partial<Record<keyof IoQuestion[G] & string, string>>,
) {
  return (Object.entries(names) as [keyof IoQuestion[G] & string, string][]).map(
    ([key, setting]) => ({
      setting,
      get: (question: IoQuestion) => question[group][key] as string | number,
      put: (question: IoQuestion, from: IoQuestion): IoQuestion => ({
        ...question,
        [group]: { ...question[group], [key]: from[group][key] },
      }),
    }),
  );
}

/** How far a request moved: in rate, latency or CPU, whichever most. */
function distance(a: RequestCost, b: RequestCost): number {
  const apart = (pick: (cost: RequestCost) => number) =>
    Math.abs(pick(a) - pick(b)) / Math.max(pick(a), pick(b), Number.MIN_VALUE);
  return Math.max(
    apart(({ iops }) => iops),
    apart(({ latencyUs }) => latencyUs),
    apart(({ guestUs, backEndUs }) => guestUs + backEndUs),
  );
}

/** Every setting that is not as in the usual question, each taken back alone to see what it does. */
export function changedSettings(
  { question, costs }: IoAnswer,
  defaults: IoQuestion,
): ChangedSetting[] {
  return settings.flatMap(({ setting, get, put }): ChangedSetting[] => {
    if (get(question) === get(defaults)) return [];
    const without = new Map(
      answerIo(put(question, defaults)).costs.map((cost) => [cost.path, cost]),
    );
    const pairs = costs.flatMap((cost) => {
      const before = without.get(cost.path);
      return before ? [{ with: cost, without: before }] : [];
    });
    const [most] = pairs
      .filter((pair) => distance(pair.with, pair.without) > 0)
      .sort((a, b) => distance(b.with, b.without) - distance(a.with, a.without));
    return [{ setting, value: String(get(question)), usual: String(get(defaults)), most }];
  });
}
