import { UserError } from '../../errors.ts';
import { oneName, unknownName } from '../../names.ts';
import { type PlatformId, platformIds } from '../../plan/platform-limits.ts';
import { type TechniqueSwitch, techniqueSchema } from '../../plan/technique/schema.ts';
import { mixIds } from '../../workloads/mixes/index.ts';

/** The comparison of `--techniques [MIX]`, or undefined without it. */
export function techniquesAsked(mix: string | true | undefined): TechniqueSwitch | undefined {
  if (mix === undefined) return undefined;
  if (mix !== true && !mixIds.includes(mix))
    throw new UserError(`--techniques: ${unknownName('an event mix', mix, mixIds)}`);
  return techniqueSchema.parse({ to: 'container', ...(mix === true ? {} : { events: mix }) });
}

/** The platform named, or undefined where none was. */
export function platformAsked(id: string | undefined): PlatformId | undefined {
  return id === undefined ? undefined : oneName('a platform', id, platformIds);
}
