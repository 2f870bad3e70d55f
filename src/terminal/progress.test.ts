import { expect, it } from 'vitest';
import { startProgress } from './progress.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

it('off a terminal it writes plain lines, with what is done, the rate and the failures', () => {
  const { written, stream } = recorder(false);
  const progress = startProgress('sweep', 2, stream);
  progress.step();
  progress.step(true);
  progress.finish();
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^sweep: 2\/2, \S+\/s, took \S+ \S+, 1 failed\n$/);
});

it('on a terminal it rewrites one line and says how long is left', () => {
  const { written, stream } = recorder(true);
  const progress = startProgress('sweep', 4, stream);
  progress.step();
  expect(written[0]).toMatch(/^\r.*sweep: 1\/4, .* to go, 0 failed$/);
});
