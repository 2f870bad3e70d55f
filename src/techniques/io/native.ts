import { nativeInterrupt, nativePaths } from '../cpu/native.ts';
import type { IoMode } from './io-mode.ts';

/** Doorbell and completion interrupt of a real device. */
export const nativeIo: IoMode = {
  id: 'native',
  title: 'Real device',
  describe: 'The driver of the kernel talks to the hardware.',
  request: () => ({
    path: 'doorbell write, completion interrupt',
    terms: [...nativePaths['mmio-kernel']().terms, ...nativeInterrupt()],
  }),
  overrides: {},
};
