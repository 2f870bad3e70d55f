import type { Host } from '../../hosts/host.ts';
import { plus, type Sourced, times } from '../../sourced.ts';
import { techniques } from '../../techniques/compositions.ts';
import { price } from '../../techniques/price.ts';
import type { Technique } from '../../techniques/technique.ts';

/** Steps of one request under a technique, notification to completion, in microseconds of the host's cores. */
export function requestSteps(technique: Technique, host: Host): { label: string; us: Sourced }[] {
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  return price('device-request', technique, host).terms.map(({ label, cycles }) => ({
    label,
    us: { ...times(cycles, 1 / clock), unit: 'us per request' },
  }));
}

/** What the studies of a sweep charge one request of a guest under each technique; no store and no back end. */
export interface TechniqueRequest {
  technique: string;
  path: Sourced;
}

export function techniqueRequests(host: Host): TechniqueRequest[] {
  return techniques.map((technique) => {
    const [first, ...others] = requestSteps(technique, host).map(({ us }) => us);
    if (!first) throw new RangeError(`no path of a request under ${technique.id}`);
    return { technique: technique.id, path: plus(first, ...others) };
  });
}
