import { UserError } from '../../../errors.ts';
import { unknownName } from '../../../names.ts';
import { credit } from './credit.ts';
import { eevdf } from './eevdf.ts';
import type { Policy } from './policy.ts';
import { proportional } from './proportional.ts';

/** Every scheduler, by id; the argument is the slice in microseconds where one can be chosen. */
export const policies: Readonly<Record<string, (sliceUs?: number) => Policy>> = {
  slices: proportional,
  credit: () => credit(),
  eevdf,
};

export function policyById(id: string, sliceUs?: number): Policy {
  const make = Object.hasOwn(policies, id) ? policies[id] : undefined;
  if (!make) throw new UserError(unknownName('a scheduler', id, Object.keys(policies)));
  if (sliceUs !== undefined && !(sliceUs >= 10 && sliceUs <= 10_000_000))
    throw new UserError(`expected a slice of 10 us to 10 s, found ${sliceUs} us.`);
  return make(sliceUs);
}
