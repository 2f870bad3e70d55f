import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../errors.ts';
import { disciplines } from '../../../../model/blocks/disciplines.ts';
import { Rng } from '../../../../rng.ts';
import { median } from '../../../../statistics.ts';
import { type BlocksPageData, blocksPanel } from './panel.ts';

const page = (requests: number): BlocksPageData => ({
  words: ['blocks', 'replay'],
  options: {
    ...{ job: 'rand', requests, blockSize: 4096, reads: 0.3, seed: 1 },
    ...{ size: 2 ** 27, prefill: 2 ** 26, snapshotEvery: 0, keep: 4, depth: 32, memory: 2 ** 29 },
  },
  device: 'nvme',
  disciplines: ['cow', 'row', 'qcow2'],
});

/** A clock that says `ms` more each time it is asked. */
const clock = (ms: number) => {
  let at = 0;
  return () => {
    at += ms;
    return at;
  };
};

const FULL = process.env.VIRTCOST_FULL !== undefined;
const CASES = FULL ? 60 : 8;

/** The answer; none where the maps of so many snapshots outgrow their memory, which the panel says. */
async function wholeOf(panel: ReturnType<typeof blocksPanel>, every: string) {
  try {
    return await panel.answer({ every });
  } catch (error) {
    if (error instanceof UserError && error.message.includes('outgrew')) return undefined;
    throw error;
  }
}

/** Replays of all disciplines, drawn evenly from what a page can ask. */
function* grid(): Generator<{ data: BlocksPageData; every: string }> {
  const rng = new Rng(20);
  const pick = <T>(all: readonly T[]) => all[Math.floor(rng.nextUnit() * all.length)]!;
  for (let i = 0; i < CASES; i++) {
    const every = pick([0, 100, 300, 1000, 3000, 10_000]);
    const data: BlocksPageData = {
      words: [],
      options: {
        ...{ job: pick(['rand', 'zipf', 'seq'] as const), requests: pick([8000, 18_000, 40_000]) },
        ...{ reads: pick([0, 0.3, 0.7, 0.95]), blockSize: pick([4096, 65_536]), seed: i },
        ...{ size: 2 ** 28, prefill: pick([0, 2 ** 27]), snapshotEvery: 0, memory: 2 ** 30 },
        ...{ keep: pick([1, 4, 16, 64]), depth: pick([1, 32]) },
      },
      device: pick(['nvme', 'hdd', 'sata-ssd', 'san']),
      disciplines: disciplines.map(({ id }) => id),
    };
    yield { data, every: String(every) };
  }
}

describe('the first look of a replay', () => {
  it('is exact but for the loop that prices it where it has time for every request', async () => {
    const panel = blocksPanel(page(800), clock(0));
    const [look, whole] = [
      await panel.look!({ every: '300' }),
      await panel.answer({ every: '300' }),
    ];
    expect(String(look.note)).toContain('First look at 800 of 800 requests');
    look.bars?.rows.forEach(({ low, high, label }, i) => {
      const { value } = whole.bars!.rows[i]!;
      expect(high / low, label.en).toBeCloseTo(1.05 ** 2, 10);
      expect(value, label.en).toBeGreaterThan(low);
      expect(value, label.en).toBeLessThan(high);
    });
  });

  it.each([
    ['never', '0', 1, '4,096'],
    ['often', '300', 1, '4,096'],
    ['seldom', '10000', 1, '4,096'],
    ['often, without time', '300', 100, '512'],
  ])('says how much it took and reaches to the answer, a snapshot %s', async (_, every, ms, n) => {
    const panel = blocksPanel(page(18_000), clock(ms));
    const [look, whole] = [await panel.look!({ every }), await panel.answer({ every })];
    expect(String(look.note)).toContain(`First look at ${n} of 18,000 requests`);
    look.bars?.rows.forEach(({ low, high, label }, i) => {
      const { value } = whole.bars!.rows[i]!;
      expect(value, label.en).toBeGreaterThan(low);
      expect(value, label.en).toBeLessThan(high);
    });
  });

  it('reaches to nine answers of ten over long chains and short, seldom snapshots and many, with the least time', async () => {
    let [held, all, cases] = [0, 0, 0];
    const widths: number[] = [];
    for (const { data, every } of grid()) {
      const panel = blocksPanel(data, clock(100));
      const look = await panel.look!({ every });
      const whole = await wholeOf(panel, every);
      if (!whole) continue;
      cases += 1;
      look.bars?.rows.forEach(({ low, high }, i) => {
        const { value } = whole.bars!.rows[i]!;
        held += Number(low <= value && value <= high);
        all += 1;
        widths.push(high / low);
      });
    }
    expect(cases).toBeGreaterThan(0.8 * CASES);
    expect(all).toBe(cases * disciplines.length);
    expect(held / all).toBeGreaterThanOrEqual(0.9);
    // Not by saying nothing: half of the intervals end within four times their beginning.
    expect(median(widths)).toBeLessThan(4);
  }, 900_000);
});
