import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  champsimBytes,
  drmemtraceBytes,
  drmemtraceOpening,
  framedSnappy,
  perfLines,
} from '../../../test/memory-traces.ts';
import { UserError } from '../../errors.ts';
import { type OpenOptions, openMemoryTrace } from './open.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtcost-traces-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function opened(content: string | Uint8Array, options?: OpenOptions) {
  const path = join(folder, `trace-${files++}`);
  await writeFile(path, content);
  const { format, words, hints } = await openMemoryTrace(path, options);
  const all: [address: bigint, kind: number][] = [];
  for await (const chunk of words)
    for (const word of chunk) all.push([word >> 2n, Number(word & 3n)]);
  return { format: format.id, references: all, hints };
}
const refused = (content: string | Uint8Array, options?: OpenOptions) =>
  opened(content, options).then(
    () => 'accepted',
    (error: unknown) => (error instanceof UserError ? error.message : `crash: ${error}`),
  );

const drmemtrace = drmemtraceBytes([
  ...drmemtraceOpening,
  [47, 5, 0xffff_dead_beef_0001n],
  [10, 5, 0x401000n],
  [0, 8, 0x7fff_1234_5678n],
  [1, 4, 0x6010n],
  [7, 64, 0x9000n],
  [0, 8, -0x7fff_0000_0000n],
  [23, 4, 71n],
  [26, 0, 0n],
]);
const drmemtraceReferences = [
  [0x7fff_1234_5678n, 0],
  [0x6010n, 1],
  [0x8001_0000_0000n, 0],
];
const champsim = champsimBytes([
  { ip: 0x401003n, from: [0x7fff_0000_0010n, 0x5000n] },
  { ip: 0x401007n, branch: [1, 1] },
  { ip: 0x40100bn, to: [0x5008n], from: [0x5008n, 0x6000n] },
  { ip: 0x40100fn, to: [0x7008n, 0x7010n] },
]);
const champsimReferences = [
  [0x7fff_0000_0010n, 0],
  [0x5000n, 0],
  [0x6000n, 0],
  [0x5008n, 2],
  [0x7008n, 1],
  [0x7010n, 1],
];
/** The same four instructions through `xz -9`. */
const champsimXz = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AD/AC9dAAGEi7QC/ABMGdEQM+xZmdG13W4GxUxfN8yiKF57e6zlw4g6ChK20WfjutNwH7MrAADkwzWKjAasowABS4ACAAAAa1YlvbHEZ/sCAAAAAARZWg==',
  'base64',
);

describe('lackey', () => {
  it.each([
    ['as valgrind writes it', ' L 10,4\n S 18,4\nI  401000,4\n M 20,8\n'],
    ['with blanks behind the sizes, as a course hands it out', ' L 10,4 \n S 18,4 \n M 20,8 \t\n'],
    ['with the blanks in front lost', 'L 10,4\nS 18,4\nI 401000,4\nM 20,8'],
    [
      'with tabs, Windows line ends and empty lines',
      '\tL\t10,4\r\n \r\n\tS 18,4\r\n\n M  20,8\r\n',
    ],
    [
      'with long addresses and blanks after the comma',
      ' L 0x0000000000000010, 4\n S 00000018,4\n M 0x20,8\n',
    ],
  ])('is read %s', async (_, text) => {
    const { format, references } = await opened(text);
    expect(format).toBe('lackey');
    expect(references).toEqual([
      [0x10n, 0],
      [0x18n, 1],
      [0x20n, 2],
    ]);
  });

  it('refuses lines of something else by number', async () => {
    expect(await refused(' L 10,4 \nhello L 10,4\n')).toMatch(/:2: expected a lackey line/);
    expect(await refused(' L 10,4\n L 10,4 5\n')).toMatch(/:2: expected a lackey line/);
  });
});

describe('drmemtrace', () => {
  const packed: [string, Uint8Array][] = [
    ['plain', drmemtrace],
    ['gzip', gzipSync(drmemtrace)],
    ['framed snappy', framedSnappy(drmemtrace)],
    ['framed snappy with stored chunks', framedSnappy(drmemtrace, true)],
    [
      'a zip of chunks cut at a record',
      zipSync({
        'chunk.0000': drmemtrace.subarray(0, 120),
        'chunk.0001': drmemtrace.subarray(120),
      }),
    ],
  ];
  it.each(packed)('gives the loads and stores of a trace in %s', async (_, bytes) => {
    const { format, references, hints } = await opened(bytes);
    expect(format).toBe('drmemtrace');
    expect(references).toEqual(drmemtraceReferences);
    expect(hints.pageBytes).toBe(4096);
    expect(hints.kindsStated).toBe(true);
  });

  it('keeps one process of a trace that switches between threads, also when the switch back names the thread only', async () => {
    const bytes = drmemtraceBytes([
      ...drmemtraceOpening,
      [0, 8, 0x1000n],
      [22, 4, 81n],
      [24, 4, 80n],
      [0, 8, 0x2000n],
      [22, 4, 71n],
      [1, 8, 0x3000n],
    ]);
    expect((await opened(bytes, { process: 70 })).references).toEqual([
      [0x1000n, 0],
      [0x3000n, 1],
    ]);
    expect((await opened(bytes)).hints.processCount).toBe(2);
    expect(await refused(bytes, { process: 99 })).toMatch(/expected references of process 99/);
  });

  it('names the byte where a trace is cut, foreign or not canonical', async () => {
    expect(await refused(drmemtrace.subarray(0, -5))).toMatch(/at byte 156: .*12-byte.*truncated/);
    const foreign = Buffer.concat([drmemtrace, drmemtraceBytes([[999, 8, 1n]])]);
    expect(await refused(foreign, { format: 'drmemtrace' })).toMatch(/at byte 168: .*found 999/);
    const wild = drmemtraceBytes([[0, 8, 0x1234_0000_0000_0000n]]);
    expect(await refused(wild, { format: 'drmemtrace' })).toMatch(/found 0x1234000000000000/);
  });

  it('refuses damaged snappy and zip files and chunks that claim too much', async () => {
    const sz = framedSnappy(drmemtrace);
    const flipped = Buffer.from(sz);
    flipped[40]! ^= 1;
    expect(await refused(flipped)).toMatch(/checksum/);
    expect(await refused(sz.subarray(0, -3))).toMatch(/snappy chunk.*truncated/);
    expect(await refused(Buffer.concat([sz, Buffer.from([0, 255, 255, 255])]))).toMatch(/64 KiB/);
    const bomb = Buffer.from([
      0xff,
      6,
      0,
      0,
      ...Buffer.from('sNaPpY'),
      0,
      10,
      0,
      0,
      0,
      0,
      0,
      0,
      255,
      255,
      255,
      255,
      7,
      0,
    ]);
    expect(await refused(bomb)).toMatch(/block of at most 64 KiB/);
    const zip = zipSync({ a: drmemtrace });
    expect(await refused(zip.subarray(0, zip.length - 30))).toMatch(/whole zip archive/);
  });
});

describe('ChampSim', () => {
  it.each([
    ['plain', champsim],
    ['gzip', gzipSync(champsim)],
    ['xz', champsimXz],
  ])('gives reads, writes and modifies of instructions in %s', async (_, bytes) => {
    const { format, references } = await opened(bytes);
    expect(format).toBe('champsim');
    expect(references).toEqual(champsimReferences);
  });

  it('names the byte where a trace is cut or foreign', async () => {
    expect(await refused(champsim.subarray(0, -1))).toMatch(/at byte 192: .*64-byte.*truncated/);
    const bent = Buffer.from(champsim);
    bent[64 + 8] = 7;
    expect(await refused(bent, { format: 'champsim' })).toMatch(/at byte 72: .*branch flags/);
    expect(await refused(champsimXz.subarray(0, -9))).toMatch(/whole xz stream/);
  });
});

describe('perf script', () => {
  it('gives kind, process and page size of each sample', async () => {
    const { format, references, hints } = await opened(perfLines);
    expect(format).toBe('perf-script');
    expect(references).toEqual([
      [0x7f001000n, 0],
      [0x7f002008n, 1],
      [0x8881_0000_0040n, 0],
    ]);
    expect(hints.pageBytes).toBe(4096);
    expect(hints.processCount).toBe(2);
    expect((await opened(perfLines, { process: 1300 })).references).toEqual([
      [0x8881_0000_0040n, 0],
    ]);
  });

  it('reads samples without a data source when the code address follows or the event is of memory', async () => {
    const text =
      'app 7 cpu/mem-stores/P: 7f0010 401136 main (/bin/app)\napp 7 mem-loads: 7f0020\napp 7 mem-loads: 7f0030 buffer 401136 main\n';
    expect((await opened(text)).references).toEqual([
      [0x7f0010n, 1],
      [0x7f0020n, 0],
      [0x7f0030n, 0],
    ]);
  });

  it('takes no code address for a data address', async () => {
    expect(await refused('app 7 [000] 1.000001: 1 cycles: 401136 main (/bin/app)\n')).toMatch(
      /something else/,
    );
    expect(
      await refused(`${perfLines}app 7 1.000001: 1 mem-loads: 401136 main (/bin/app)\n`),
    ).toMatch(/:7: .*with its addr/);
    expect(await refused('app 7 1.000001: 1 mem-loads: 68100142 |OP LOAD|LVL L1\n')).toMatch(
      /something else/,
    );
  });
});

describe('CSV', () => {
  it.each([
    ['a header', 'pid,kind,address,page_size\n5,R,0x1000,4K\n5,store,8192,2M\n'],
    ['semicolons', 'Address;op;pid\r\n0x1000;load;5\r\n0x2000;W;5\r\n'],
    ['no header', '# mine\n0x1000,r\n\n8192,w\n'],
  ])('reads addresses and kinds with %s', async (_, text) => {
    const { format, references } = await opened(text);
    expect(format).toBe('csv');
    expect(references).toEqual([
      [0x1000n, 0],
      [0x2000n, 1],
    ]);
  });

  it('folds the kernel half and takes every 64-bit canonical address', async () => {
    const { references } = await opened('address\n18446744073709551615\n0xffff800000000000\n');
    expect(references).toEqual([
      [0xffff_ffff_ffffn, 0],
      [0x8000_0000_0000n, 0],
    ]);
  });

  it.each([
    ['a bare hexadecimal address', '4096\n7ffe12\n', /:2: expected an address/],
    ['an unknown kind', 'address,kind\n1,R\n2,Q\n', /:3: expected a kind/],
    ['a missing kind', 'address,kind\n1\n', /:2: expected a kind/],
    ['an address of 65 bits', '1\n36893488147419103232\n', /:2: expected an address/],
    ['an address that is not canonical', '1\n0x8000000000000000\n', /:2: expected an address/],
    ['a quote that spans lines', 'address\n1\n"2\n3"\n4\n', /expected/],
    ['a prototype name as a kind', 'address,kind\n1,constructor\n', /:2: expected a kind/],
    ['a header alone', 'address,kind\n', /expected data references/],
  ])('refuses %s and names the line', async (_, text, message) => {
    expect(await refused(text)).toMatch(message);
  });
});

describe('recognising', () => {
  it('keeps compact words compact, however aligned', async () => {
    for (const stride of [8n, 64n, 4096n, 1n << 21n, 1n << 30n]) {
      const words = BigUint64Array.from({ length: 64 }, (_, i) => (BigInt(i + 1) * stride) << 2n);
      expect((await opened(new Uint8Array(words.buffer))).format).toBe('compact');
    }
  });

  it('leaves lackey text to its reader and reads a piece of a drmemtrace file without header', async () => {
    expect((await opened('==1== Lackey\nI  401000,4\n L 7ff001,8\n')).format).toBe('lackey');
    expect((await opened(drmemtrace.subarray(84))).format).toBe('drmemtrace');
  });

  it('obeys a stated format and names the ids for an unknown one', async () => {
    expect((await opened(drmemtrace.subarray(72), { format: 'drmemtrace' })).references).toEqual(
      drmemtraceReferences,
    );
    expect(await refused(drmemtrace, { format: 'elf' })).toMatch(/champsim.*found "elf"/);
  });

  it.each(['', 'hello world\n', '\0', '{"a":1}', 'PK\u0003\u0004', '\u001f\u008b', '#\n#\n'])(
    'refuses %j with one clear message',
    async (text) => {
      expect(await refused(Buffer.from(text, 'latin1'))).toMatch(/^\S+: expected/);
    },
  );
});
