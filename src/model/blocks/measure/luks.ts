/** Key slots of LUKS version 1, and stripes a key is split into before it is stored. */
const KEY_SLOTS = 8;
const STRIPES = 4000;
const SECTOR = 512;
/** Header and every key slot start at a multiple of this. */
const ALIGNMENT = 4096;

/** Bytes of a key, by cipher. */
export const cipherKeyBytes: Readonly<Record<string, number>> = {
  'aes-128': 16,
  'aes-192': 24,
  'aes-256': 32,
  'cast5-128': 16,
  'serpent-128': 16,
  'serpent-192': 24,
  'serpent-256': 32,
  'twofish-128': 16,
  'twofish-192': 24,
  'twofish-256': 32,
};
export const cipherModes = ['ecb', 'cbc', 'xts'] as const;

export interface Luks {
  cipher: string;
  mode: (typeof cipherModes)[number];
}

/** What a driver takes when nothing is said. */
export const defaultLuks: Luks = { cipher: 'aes-256', mode: 'xts' };

/** Bytes before the first encrypted byte (LUKS On-Disk Format 1.1, sections 2.2 and 2.4): header and key slots. */
export function luksPayloadOffset({ cipher, mode }: Luks): number {
  const keyBytes = cipherKeyBytes[cipher];
  if (keyBytes === undefined) throw new RangeError(`cipher ${cipher}`);
  // XTS has two keys of that length.
  const materialBytes = keyBytes * (mode === 'xts' ? 2 : 1) * STRIPES;
  const sectors = Math.ceil(materialBytes / SECTOR) * SECTOR;
  return ALIGNMENT + KEY_SLOTS * Math.ceil(sectors / ALIGNMENT) * ALIGNMENT;
}
