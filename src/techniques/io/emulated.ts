import { times } from '../../sourced.ts';
import type { IoMode } from './io-mode.ts';

/** Register accesses an e1000- or IDE-like model needs per request; drivers differ from 4 to 8. */
export const EMULATED_ACCESSES = 6;

export const emulated: IoMode = {
  id: 'emulated',
  title: 'Emulated device',
  describe:
    'A model of real hardware (e1000, IDE): every register access reaches the device model.',
  request: (context) => ({
    path: `${EMULATED_ACCESSES} register accesses of the device model, completion interrupt`,
    terms: [
      ...context.cpu.deviceTrap(context).map((each) => ({
        ...each,
        label: `${EMULATED_ACCESSES} x ${each.label}`,
        cycles: { ...times(each.cycles, EMULATED_ACCESSES), status: 'estimated' as const },
      })),
      ...context.cpu.interrupt(context),
    ],
  }),
  overrides: {},
};
