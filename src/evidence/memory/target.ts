import { z } from 'zod';

/** An entry of memory-reference.json; `value` may have been removed. */
export const targetSchema = z.looseObject({
  id: z.string().min(1).max(200),
  unit: z.string().optional(),
  use: z.enum(['gate', 'band', 'info']).optional(),
  value: z.unknown().optional(),
  tolerance: z.union([z.string(), z.number()]).nullish(),
});
export type Target = z.infer<typeof targetSchema>;

export interface PredictContext {
  /** Folder of trace files. */
  traces: string;
}

/** A predictor answers for the ids it knows; undefined where it has no model, null where an input is missing. */
export type Predictor = (
  id: string,
  context: PredictContext,
) => unknown | undefined | Promise<unknown | undefined>;
