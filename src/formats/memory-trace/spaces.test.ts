import { expect, test } from 'vitest';
import { csv } from './csv.ts';
import { drmemtrace } from './drmemtrace.ts';
import { TraceHints } from './hints.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { perfScript } from './perf-script.ts';

async function wordsOf(format: MemoryTraceFormat, bytes: Uint8Array, hints: TraceHints) {
  async function* chunks() {
    yield bytes;
  }
  const words: bigint[] = [];
  for await (const some of format.read(chunks(), 'trace', hints)) words.push(...some);
  return words.map((word) => [
    Number(word >> 58n),
    Number((word << 6n) & (2n ** 64n - 1n)) / 2 ** 8,
  ]);
}
const text = (lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

/** One record of drmemtrace: type, size, value. */
function record(type: number, value: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, type, true);
  view.setUint16(2, 8, true);
  view.setBigUint64(4, BigInt(value), true);
  return bytes;
}
const [READ, THREAD, PID] = [0, 22, 24];
const drmem = new Uint8Array(
  [
    [THREAD, 1],
    [PID, 70],
    [READ, 0x1000],
    [THREAD, 2],
    [PID, 50],
    [READ, 0x2000],
    [THREAD, 1],
    [READ, 0x3000],
  ].flatMap(([type, value]) => [...record(type!, value!)]),
);

test.each([
  ['csv', csv, text(['pid,kind,address', '70,R,0x1000', '50,R,0x2000', '70,R,0x3000'])],
  [
    'perf script',
    perfScript,
    text(
      [
        [70, 1000],
        [50, 2000],
        [70, 3000],
      ].map(
        ([pid, at]) => `prog ${pid} 5.000001: cpu/mem-loads/: ${at} 5080021 |OP LOAD|LVL L1 hit|`,
      ),
    ),
  ],
  ['drmemtrace', drmemtrace, drmem],
] as const)(
  '%s: words name processes in order of appearance when asked to',
  async (_, format, bytes) => {
    const named = await wordsOf(format, bytes, new TraceHints(undefined, true));
    expect(named).toEqual([
      [0, 0x1000],
      [1, 0x2000],
      [0, 0x3000],
    ]);
    const plain = await wordsOf(format, bytes, new TraceHints());
    expect(plain.map(([space]) => space)).toEqual([0, 0, 0]);
  },
);

test('processes beyond the 64th share a number', () => {
  const hints = new TraceHints(undefined, true);
  const spaces = Array.from({ length: 70 }, (_, process) => {
    hints.wants(process);
    return hints.space;
  });
  expect(spaces.slice(60)).toEqual([60, 61, 62, 63, 63, 63, 63, 63, 63, 63]);
});
