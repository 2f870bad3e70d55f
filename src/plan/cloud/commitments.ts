import { type Sourced, sourced } from '../../sourced.ts';

const directory = 'sla.directory (secondary): Alibaba Cloud';

/** What a provider holds itself to. */
export const commitments: Readonly<Record<string, Sourced>> = {
  'ECS, one instance': sourced(0.99975, 'share', 'published', directory),
  'ECS, several zones': sourced(0.99995, 'share', 'published', directory),
  'cloud disk': sourced(0.99995, 'share', 'published', directory),
  'RDS, one zone': sourced(0.9999, 'share', 'published', directory),
  'RDS, several zones': sourced(0.99995, 'share', 'published', directory),
  OSS: sourced(0.99995, 'share', 'published', directory),
  'load balancer': sourced(0.99995, 'share', 'published', directory),
};
