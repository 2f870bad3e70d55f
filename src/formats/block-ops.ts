import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { BatchOp, Op } from '../qcow2/op.ts';

const SECTOR = 512;
/** 2 PiB: above every disk the formats here can hold, below what a double cannot count. */
const MAX_BYTES = 2 ** 51;
/** One guest request; the drivers split at 2 GiB as well. */
const MAX_REQUEST_BYTES = 2 ** 31;

const sectors = z
  .number()
  .int()
  .min(0)
  .max(MAX_BYTES)
  .refine((value) => value % SECTOR === 0, 'not a multiple of 512');
const length = sectors.max(MAX_REQUEST_BYTES);
const size = sectors.min(SECTOR);
const cluster = z
  .number()
  .refine((value) => Number.isInteger(Math.log2(value)) && value >= 512 && value <= 2 ** 21, {
    message: 'not a power of two from 512 to 2097152',
  });
const flag = z.union([z.literal(0), z.literal(1)]);
const image = z.string().min(1).max(255);
const pattern = z.number().int().min(0).max(255);

const accesses = [
  z.tuple([z.literal('write'), sectors, length, pattern]),
  z.tuple([z.literal('zero'), sectors, sectors, flag]),
  z.tuple([z.literal('discard'), sectors, sectors]),
  z.tuple([z.literal('read'), sectors, length]),
] as const;
const access = z.union(accesses);

const op = z.union([
  z.tuple([z.literal('create'), image, size, cluster, flag]),
  z.tuple([z.literal('overlay'), image, image, size, cluster, flag]),
  z.tuple([z.literal('write'), image, sectors, length, pattern]),
  z.tuple([z.literal('zero'), image, sectors, sectors, flag]),
  z.tuple([z.literal('discard'), image, sectors, sectors]),
  z.tuple([z.literal('read'), image, sectors, length]),
  z.tuple([z.literal('batch'), image, z.array(access)]),
  z.tuple([z.enum(['snap', 'revert', 'delsnap']), image, z.string().min(1).max(255)]),
  z.tuple([z.literal('commit'), image]),
  z.tuple([z.enum(['rebase', 'rebase_u']), image, z.string().max(255)]),
  z.tuple([z.literal('resize'), image, size]),
]);

/** Checks one operation of the op language; a wrong one names its place. */
export function parseOp(value: unknown, where: { file: string; step: number }): Op {
  const parsed = op.safeParse(value);
  if (parsed.success) return parsed.data as Op;
  throw badInput({
    file: where.file,
    expected: `an operation in step ${where.step}`,
    found: JSON.stringify(value)?.slice(0, 120) ?? 'nothing',
  });
}

export type { BatchOp, Op };
