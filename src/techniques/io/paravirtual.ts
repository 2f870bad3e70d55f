import { times } from '../../sourced.ts';
import { deviceTrip } from '../atoms.ts';
import { carried } from '../context.ts';
import { srvHandlers } from '../references/srv.ts';
import type { IoMode } from './io-mode.ts';

export const paravirtualIo: IoMode = {
  id: 'paravirtual',
  title: 'Paravirtual ring',
  describe: 'Requests go through memory shared with the back end (virtio, vhost, Xen front/back).',
  request: (context) => {
    const batch = Math.max(1, context.settings.ringBatch ?? 1);
    const handler =
      context.technique.placement === 'bare-metal'
        ? deviceTrip(context)
        : [
            carried(
              'ioeventfd signals the back end (K)',
              'device-io',
              srvHandlers.pioEventfd,
              context,
            ),
          ];
    const notification = [...context.cpu.trap(context, 'device-io'), ...handler];
    return {
      path: `ring entry, one notification per ${batch} request(s), completion interrupt`,
      terms: [...notification, ...context.cpu.interrupt(context)].map((each) => ({
        ...each,
        cycles: times(each.cycles, 1 / batch),
      })),
    };
  },
  overrides: {},
};
