import type { CpuMode } from '../context.ts';
import { guessed } from '../context.ts';
import { container } from './container.ts';
import { systemCall } from './native.ts';

export const containerSeccomp: CpuMode = {
  ...container,
  id: 'container-seccomp',
  title: 'Container with seccomp',
  describe: 'A container whose system calls pass a filter program of the host kernel.',
  paths: {
    ...container.paths,
    syscall: (context) => {
      const { path, terms } = systemCall(context);
      return {
        path: `${path}; a seccomp filter of the host kernel first`,
        terms: [
          ...terms,
          guessed('seccomp filter', 'cpu-exits', 120, 'a short BPF program; no measurement read'),
        ],
      };
    },
  },
};
