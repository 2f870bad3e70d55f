import { UserError } from '../../errors.ts';
import {
  cipherKeyBytes,
  cipherModes,
  defaultLuks,
  type Luks,
} from '../../model/blocks/measure/luks.ts';
import { defaultQcow2, type Qcow2Target } from '../../model/blocks/measure/qcow2.ts';
import { bytesOf } from '../options.ts';

/** Options a conversion may name that change no size. */
const WITHOUT_EFFECT = [
  'compression_type',
  'lazy_refcounts',
  'nocow',
  'backing_fmt',
  'data_file_raw',
  'encrypt.key-secret',
  'encrypt.ivgen-alg',
  'encrypt.ivgen-hash-alg',
  'encrypt.hash-alg',
  'encrypt.iter-time',
];
const QCOW2_OPTIONS = [
  'compat',
  'cluster_size',
  'extended_l2',
  'refcount_bits',
  'preallocation',
  'backing_file',
  'data_file',
  'encryption',
  'encrypt.format',
  'encrypt.cipher-alg',
  'encrypt.cipher-mode',
];
const LUKS_OPTIONS = ['cipher-alg', 'cipher-mode'];
const LUKS_WITHOUT_EFFECT = ['key-secret', 'ivgen-alg', 'ivgen-hash-alg', 'hash-alg', 'iter-time'];

export type Options = ReadonlyMap<string, string>;

/** `key=value,key=value`; a comma in a value is written twice. */
export function parseOptions(texts: readonly string[]): Options {
  const options = new Map<string, string>();
  for (const part of texts.flatMap((text) => text.split(/(?<!,),(?!,)/))) {
    const at = part.indexOf('=');
    if (at <= 0) throw new UserError(`expected options as key=value, found "${part}".`);
    options.set(part.slice(0, at), part.slice(at + 1).replaceAll(',,', ','));
  }
  return options;
}

/** The options of a qcow2 target, with what a driver takes where nothing is said. */
export function qcow2Target(options: Options): Qcow2Target & { dataFile: boolean } {
  checkKnown(options, [...QCOW2_OPTIONS, ...WITHOUT_EFFECT], 'qcow2');
  const compat = oneOfOption(options, 'compat', ['1.1', 'v3', '0.10', 'v2']) ?? '1.1';
  const version = compat === '1.1' || compat === 'v3' ? 3 : 2;
  const clusterSize = powerOfTwo(options, 'cluster_size', defaultQcow2.clusterSize, 512, 2 ** 21);
  const refcountBits = powerOfTwo(options, 'refcount_bits', defaultQcow2.refcountBits, 1, 64);
  if (version === 2 && refcountBits !== 16) {
    throw new UserError(
      'expected refcount_bits=16 with compat=0.10: other widths need compat=1.1.',
    );
  }
  const extendedL2 = onOff(options, 'extended_l2');
  if (extendedL2 && clusterSize < 16384) {
    throw new UserError('expected a cluster_size of at least 16384 with extended_l2=on.');
  }
  const modes = ['off', 'metadata', 'falloc', 'full'] as const;
  const preallocation = oneOfOption(options, 'preallocation', modes) ?? 'off';
  onOff(options, 'encryption');
  const format = oneOfOption(options, 'encrypt.format', ['luks', 'aes']);
  return {
    version,
    clusterSize,
    extendedL2,
    refcountBits,
    preallocation,
    luks: format === 'luks' ? luksOf(options, 'encrypt.') : null,
    backingFile: options.has('backing_file'),
    dataFile: options.has('data_file'),
  };
}

/** The options of a LUKS target. */
export function luksTarget(options: Options): Luks {
  checkKnown(options, [...LUKS_OPTIONS, ...LUKS_WITHOUT_EFFECT], 'luks');
  return luksOf(options, '');
}

function luksOf(options: Options, prefix: string): Luks {
  const ciphers = Object.keys(cipherKeyBytes);
  const cipher = oneOfOption(options, `${prefix}cipher-alg`, ciphers) ?? defaultLuks.cipher;
  const mode = oneOfOption(options, `${prefix}cipher-mode`, cipherModes) ?? defaultLuks.mode;
  if (mode === 'xts' && cipher === 'cast5-128') {
    throw new UserError(`expected a ${prefix}cipher-mode other than xts with ${cipher}.`);
  }
  return { cipher, mode };
}

export function checkKnown(options: Options, known: readonly string[], target: string): void {
  for (const key of options.keys()) {
    if (known.includes(key)) continue;
    throw new UserError(
      `expected an option of ${target} (${known.join(', ') || 'none'}), found "${key}".`,
    );
  }
}

function oneOfOption<T extends string>(
  options: Options,
  key: string,
  words: readonly T[],
): T | undefined {
  const text = options.get(key);
  if (text === undefined) return undefined;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UserError(`expected ${key} to be one of ${words.join(', ')}, found "${text}".`);
}

function onOff(options: Options, key: string): boolean {
  const word = oneOfOption(options, key, ['on', 'off', 'true', 'false', 'yes', 'no', 'y', 'n']);
  return word === 'on' || word === 'true' || word === 'yes' || word === 'y';
}

function powerOfTwo(
  options: Options,
  key: string,
  fallback: number,
  low: number,
  high: number,
): number {
  const text = options.get(key);
  if (text === undefined) return fallback;
  const value = bytesOf(text);
  if (Number.isInteger(Math.log2(value)) && value >= low && value <= high) return value;
  throw new UserError(
    `expected ${key} to be a power of two from ${low} to ${high}, found "${text}".`,
  );
}
