import { describe, expect, it } from 'vitest';
import { hostById } from '../hosts/index.ts';
import { techniqueById, techniques } from './compositions.ts';
import { cpuModes } from './cpu/index.ts';
import { eventIds } from './events.ts';
import { price, total } from './price.ts';

const clx = hostById('clx');
const cost = (event: (typeof eventIds)[number], id: string) =>
  total(price(event, techniqueById(id), clx)).value;

describe('knobs of a composition', () => {
  it('every cpu mode is in a composition', () => {
    const used = new Set(techniques.map(({ cpu }) => cpu));
    expect(cpuModes.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });

  it('the place of the monitor changes the way to its devices and nothing else', () => {
    for (const event of eventIds) {
      const hosted = cost(event, 'hardware-gen1@hosted');
      const hybrid = cost(event, 'hardware-gen1@hybrid');
      expect(hybrid, event).toBe(cost(event, 'hardware-gen1'));
      const toDevices = ['pio-user', 'mmio-user', 'device-request'].includes(event);
      if (toDevices) expect(hosted, event).toBeGreaterThan(hybrid);
      else expect(hosted, event).toBe(hybrid);
    }
  });

  it('without the TPR shadow each write of the task priority exits, and no other event differs', () => {
    for (const event of eventIds) {
      const [on, off] = [
        cost(event, 'hardware-gen1'),
        cost(event, 'hardware-gen1@no-flexpriority'),
      ];
      if (event === 'tpr-write') {
        expect(off).toBeGreaterThan(on + 0.9 * clx.anchors.smallestExitCycles.value);
      } else expect(off, event).toBe(on);
    }
  });

  it('one spelling has one id, in whatever order knobs are written', () => {
    expect(techniqueById('hardware@no-ple,hosted').id).toBe('hardware@hosted,no-ple');
  });

  it('unknown knobs, two places, and a place without a monitor are refused', () => {
    for (const id of [
      'hardware@warp',
      'hardware@',
      'hardware@no-ple,no-ple',
      'hardware@hosted,bare-metal',
      'container@hosted',
      'warp@hosted',
    ]) {
      expect(() => techniqueById(id), id).toThrow(/expected/);
    }
  });
});
