import { nth } from '../../elements.ts';
import { plus, sourced, times } from '../../sourced.ts';
import type { CpuMode } from '../context.ts';
import { term } from '../context.ts';
import { container } from './container.ts';
import { systemCall } from './native.ts';

const gvisor =
  'gVisor performance data: syscall 763 ns on the KVM platform, 38219 ns on the default';

export const sandbox: CpuMode = {
  ...container,
  id: 'sandbox',
  title: 'Sandboxed container (gVisor-like)',
  describe: 'System calls go to a user-space kernel of the sandbox instead of the host kernel.',
  paths: {
    ...container.paths,
    syscall: (context) => {
      const native = systemCall(context);
      const ghz = context.host.clockGhz.value;
      const nativeCycles = plus(
        nth(native.terms, 0).cycles,
        ...native.terms.slice(1).map((t) => t.cycles),
      );
      const whole = sourced(
        763 * ghz,
        'cycles',
        'derived',
        `${gvisor}; same time on this host`,
        0.2,
      );
      const extra = plus(whole, times(nativeCycles, -1));
      return {
        path: 'the sandbox intercepts the call and a user-space kernel answers it (KVM platform; the default platform takes 50 times longer)',
        terms: [
          ...native.terms,
          term('interception and user-space kernel', 'cpu-exits', {
            ...extra,
            low: Math.max(0, extra.low),
            high: 38219 * ghz,
          }),
        ],
      };
    },
  },
};
