import { maskedCrc32c } from '../src/formats/memory-trace/snappy.ts';

/** Small traces in the forms of the world, made by hand for the tests of their readers. */

/** drmemtrace records `[type, size, address]`. */
export function drmemtraceBytes(
  records: readonly (readonly [type: number, size: number, address: bigint])[],
): Buffer {
  const bytes = Buffer.alloc(12 * records.length);
  records.forEach(([type, size, address], i) => {
    bytes.writeUInt16LE(type, 12 * i);
    bytes.writeUInt16LE(size, 12 * i + 2);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, address), 12 * i + 4);
  });
  return bytes;
}

/** The records a final drmemtrace file of one thread begins with. */
export const drmemtraceOpening = [
  [25, 0, 5n],
  [28, 12, 5n],
  [28, 9, 0x40n],
  [22, 4, 71n],
  [24, 4, 70n],
  [28, 18, 4096n],
] as const;

export interface Instruction {
  ip: bigint;
  branch?: readonly [number, number];
  to?: readonly bigint[];
  from?: readonly bigint[];
}

/** ChampSim `input_instr` records. */
export function champsimBytes(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(64 * instructions.length);
  instructions.forEach(({ ip, branch = [0, 0], to = [], from = [] }, i) => {
    const at = 64 * i;
    bytes.writeBigUInt64LE(ip, at);
    bytes[at + 8] = branch[0];
    bytes[at + 9] = branch[1];
    to.forEach((address, slot) => {
      bytes.writeBigUInt64LE(address, at + 16 + 8 * slot);
    });
    from.forEach((address, slot) => {
      bytes.writeBigUInt64LE(address, at + 32 + 8 * slot);
    });
  });
  return bytes;
}

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];

/** A snappy block of one literal. */
function literalBlock(plain: Uint8Array): Buffer {
  const length = plain.length - 1;
  return Buffer.from([...varint(plain.length), 61 << 2, length & 0xff, length >>> 8, ...plain]);
}

/** Framed snappy: `stored` as a plain chunk, the rest as compressed chunks that hold a literal each. */
export function framedSnappy(bytes: Uint8Array, stored = false): Buffer {
  const parts = [Buffer.from([0xff, 6, 0, 0, ...Buffer.from('sNaPpY')])];
  for (let at = 0; at < bytes.length; at += 65_536) {
    const plain = bytes.subarray(at, at + 65_536);
    const body = stored ? plain : literalBlock(plain);
    const head = Buffer.alloc(8);
    head.writeUIntLE(body.length + 4, 1, 3);
    head[0] = stored ? 1 : 0;
    head.writeUInt32LE(maskedCrc32c(plain), 4);
    parts.push(head, Buffer.from(body));
  }
  return Buffer.concat(parts);
}

export const perfLines = `# captured on a machine
  some app 1200/1201 [001]  5000.123456:          1 cpu/mem-loads,ldlat=30/P:     7f001000         68100142 |OP LOAD|LVL L1 hit|SNP None|TLB L1 or L2 hit|LCK No|BLK N/A  4K
  some app 1200/1201 [001]  5000.123457:          1 cpu/mem-stores/P:     7f002008          5080184 |OP STORE|LVL L1 hit|SNP N/A|TLB L1 hit|LCK No|BLK N/A  4K

\t          401136 main+0x10 (/usr/bin/app)
  other    1300/1300 [000]  5000.123458:          1 cpu/mem-loads,ldlat=30/P: ffff888100000040         68100142 |OP LOAD|LVL RAM hit|SNP None|TLB Walker hit|LCK No|BLK N/A  2M
`;

/** One small trace of each form that has no file of its own, to damage and to pack. */
export const traceSeeds = {
  lackey: Buffer.from('==1== x\nI  401000,4\n L 7ff001,8\n S 7ff009,8\n M 7ff011,4\n'),
  compact: Buffer.from(BigUint64Array.from({ length: 40 }, (_, i) => BigInt(i) << 14n).buffer),
  drmemtrace: drmemtraceBytes([
    ...drmemtraceOpening,
    ...Array.from({ length: 40 }, (_, i) => [i % 2, 8, BigInt(i) * 4096n + 8n] as const),
  ]),
  champsim: champsimBytes(
    Array.from({ length: 20 }, (_, i) => ({
      ip: 0x401001n + BigInt(3 * i),
      from: [BigInt(i) * 64n],
    })),
  ),
};
