import { describe, expect, it } from 'vitest';
import { srv } from '../../hosts/srv.ts';
import { type DesktopQuestion, desktops } from './desktops.ts';
import { frameCost, type LevelLoad, levelBill, levels } from './levels.ts';
import { ntsyncGames } from './ntsync-games.ts';

const load: LevelLoad = {
  userS: 2,
  fpShare: 0,
  hotShare: 0,
  fileShare: 0,
  systemCalls: 0,
  apiCalls: 0,
  exits: 0,
};
const bill = (id: string, change: Partial<LevelLoad> = {}) =>
  levelBill(levels.find((level) => level.id === id)!, { ...load, ...change }, srv);

describe('levels of virtualization', () => {
  it('leave a program that calls nobody alone, wherever user code runs natively', () => {
    for (const id of [
      'hardware',
      'container',
      'user-kernel',
      'personality',
      'library',
      'binary-translation',
    ]) {
      expect(bill(id).totalS.value, id).toBe(2);
    }
    expect(bill('interpreter').totalS.value).toBeGreaterThan(2 * 5);
  });
  it('add calls times their cost: 100,000 calls at 5 to 50 µs are 0.5 to 5 s', () => {
    const { totalS } = bill('library', { apiCalls: 100_000 });
    expect([totalS.low, totalS.high].map((s) => Math.round(10 * s) / 10)).toEqual([2.5, 7]);
  });
  it('slow file operations 2 to 20 times under a kernel’s personality: a tenth of the time', () => {
    const { totalS } = bill('personality', { fileShare: 0.1 });
    expect([totalS.low, totalS.high].map((s) => Math.round(100 * s) / 100)).toEqual([2.2, 5.8]);
  });
  it('keep gVisor’s system calls dearer than a container’s, and translation faster than interpretation', () => {
    const calls = { systemCalls: 1e6 };
    expect(bill('user-kernel', calls).totalS.value).toBeGreaterThan(
      bill('container', calls).totalS.value,
    );
    expect(bill('cross-isa').slowdown.value).toBeLessThan(bill('interpreter').slowdown.value);
  });
});

describe('the library level', () => {
  it('spends 7.88 ms of a frame on calls between 110.6 and 860.7 frames a second', () => {
    expect(frameCost(110.6, 860.7).perFrameMs).toBeCloseTo(7.88, 2);
    expect(frameCost(110.6, 860.7, 788).perCallUs).toBeCloseTo(10, 1);
  });
  it('spends 4.4, 5.6, 7.9, 3.0, 4.0, 1.1, 25.5 and 18.9 ms in the games that were measured', () => {
    const ms = ntsyncGames.map(({ before, after }) => frameCost(before, after).perFrameMs);
    expect(ms.map((value) => Math.round(value * 10) / 10)).toEqual([
      4.4, 5.6, 7.9, 3, 4, 1.1, 25.5, 18.9,
    ]);
  });
});

describe('desktops', () => {
  const question: DesktopQuestion = {
    users: 100,
    profile: 'medium',
    session: 'multi',
    display: 'web',
    iopsEach: 10,
    writeShare: 0.9,
    bootIopsEach: 100,
    bootS: 60,
    stormMinutes: 10,
  };
  it('take 25 vCPUs for 100 medium users and 5 for 10 heavy ones', () => {
    expect(desktops(question).vcpus).toBe(25);
    expect(desktops({ ...question, users: 10, profile: 'heavy' }).vcpus).toBe(5);
    expect(desktops({ ...question, session: 'single' }).vcpus).toBe(400);
  });
  it('send 30 to 70 Mbit/s while 100 users browse, against 248.8 MB/s of pictures each', () => {
    const { displayMbps, uncompressedMBps } = desktops(question);
    expect([displayMbps.low, displayMbps.high]).toEqual([30, 70]);
    expect(uncompressedMBps).toBeCloseTo(248.8, 1);
  });
  it('boot ten at once when 100 boot within ten minutes, a minute each', () => {
    const { bootingAtOnce, stormIops, stormMinutesMeasured } = desktops(question);
    expect(bootingAtOnce).toBe(10);
    expect(stormIops).toBe(1000);
    expect(desktops({ ...question, stormMinutes: 0.5 }).bootingAtOnce).toBe(100);
    const many = desktops({ ...question, users: 1270 }).stormMinutesMeasured;
    expect([many.low, many.high].map(Math.round)).toEqual([10, 12]);
    expect(stormMinutesMeasured.value).toBeLessThan(1);
  });
});
