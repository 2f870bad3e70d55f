import type { CpuMode } from '../context.ts';
import { native } from './native.ts';

export const container: CpuMode = {
  ...native,
  id: 'container',
  title: 'Container',
  describe: 'A process of the host kernel in its own namespaces: every event is native.',
};
