import { expect, it } from 'vitest';
import { hosts } from '../../hosts/index.ts';
import { changedSettings } from './changed.ts';
import { defaultIoQuestion } from './default-question.ts';
import { storageModes } from './storage/mode-list.ts';
import { answerIo, type IoQuestion } from './what-if.ts';

const defaults = defaultIoQuestion(hosts[0]!);
const changes = (question: IoQuestion) => changedSettings(answerIo(question), defaults);

it('the usual question changes nothing', () => {
  expect(changes(defaults)).toEqual([]);
});

it('a setting taken back alone gives what the request cost without it', () => {
  const [depth, ...others] = changes({ ...defaults, queueDepth: 1 });
  expect(others).toEqual([]);
  expect(depth).toMatchObject({ setting: 'queue depth', value: '1', usual: '32' });
  const plain = answerIo(defaults).costs.find(({ path }) => path === depth!.most!.without.path);
  expect(depth!.most!.without).toEqual(plain);
});

it('two settings are each taken back beside the other, and one that touches no request says so', () => {
  const found = changes({
    ...defaults,
    read: false,
    network: { ...defaults.network, links: 4 },
    storage: { ...defaults.storage, raid: { level: 5, disks: 8 } },
  });
  expect(found.map(({ setting }) => setting)).toEqual(['direction', 'RAID', 'links of the bond']);
  expect(found[1]!.most!.with.iops).toBeGreaterThan(found[1]!.most!.without.iops);
  expect(found[2]!.most).toBeUndefined();
});

it('a volume of the array untouched costs least, a logical volume little more, a file most', () => {
  const cpu = (mode: string) => {
    const { costs } = answerIo({ ...defaults, storage: { ...defaults.storage, mode } });
    return costs.reduce((sum, { guestUs, backEndUs }) => sum + guestUs + backEndUs, 0);
  };
  const [raw, volume, file] = ['raw-device-mapping', 'non-virtualized', 'virtualized'].map(cpu);
  expect(raw).toBeLessThan(volume!);
  expect(volume).toBeLessThan(file!);
  expect(storageModes.find(({ id }) => id === 'non-virtualized')!.title).toMatch(/volume/i);
});
