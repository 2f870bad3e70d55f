import { z } from 'zod';

export const NO_CURRENCY = 'expected a currency such as EUR or USD beside the prices';

/** ISO 4217 code of the currency that prices are in. */
export const currency = z
  .string({ error: NO_CURRENCY })
  .regex(/^[A-Z]{3}$/, 'expected a currency such as EUR or USD');
