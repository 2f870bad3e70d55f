import { expect, it } from 'vitest';
import { pageOf, summary } from '../../test/pages.ts';
import { area } from '../message.ts';
import { unbroken } from './unbroken.ts';

const shown = (text: string) => unbroken(text).replaceAll('\u00a0', '_');

it('a number keeps its unit on its line, other words may go', () => {
  expect(shown('Finishes: 81.1 s in all, still for 27.9 ms, capped at 128 MiB/s')).toBe(
    'Finishes: 81.1_s in all, still for 27.9_ms, capped at 128_MiB/s',
  );
  expect(shown('+0.94 % to +1.22 %, 3 hosts, 12 sockets, 4 vCPUs')).toBe(
    '+0.94_% to +1.22_%, 3 hosts, 12 sockets, 4_vCPUs',
  );
});

it('in Chinese a number keeps the measure word that follows it', () => {
  expect(shown('全部 763 台虚拟机在 2.5 分钟内迁出，停机 27.9 ms')).toBe(
    '全部 763_台虚拟机在 2.5_分钟内迁出，停机 27.9_ms',
  );
});

it('the opening of a page breaks no number from its unit, in either language', async () => {
  const words = area('unbroken-test', {
    lead: { en: 'It takes {s:seconds}. Still {ms:ms}.', zh: '全程 {s:seconds}。停机 {ms:ms}。' },
    left: { en: '{s:seconds}', zh: '{s:seconds}' },
  });
  const page = await pageOf([], {
    summary: {
      ...summary,
      sentence: words.lead({ s: 300, ms: 27.9 }),
      keyFigures: [{ name: 'How long', value: words.left({ s: 300 }), note: '80 s to 90 s' }],
    },
  });
  const header = page.slice(page.indexOf('<header'), page.indexOf('<details'));
  for (const text of ['5\u00a0min', '5\u00a0分钟', '27.9\u00a0ms', '80\u00a0s to 90\u00a0s'])
    expect(header).toContain(text);
  expect(header).not.toMatch(/\d (min|ms|s|分钟)(?!\w)/);
});
