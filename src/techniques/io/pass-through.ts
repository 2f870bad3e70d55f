import { nativePaths } from '../cpu/native.ts';
import type { IoMode } from './io-mode.ts';

export const passThrough: IoMode = {
  id: 'pass-through',
  title: 'Pass-through (IOMMU)',
  describe:
    'A whole device belongs to the guest; its registers are mapped, DMA goes through the IOMMU.',
  request: (context) => ({
    path: 'doorbell write without exit, completion interrupt through the monitor unless posted',
    terms: [...nativePaths['mmio-kernel']().terms, ...context.cpu.interrupt(context)],
  }),
  overrides: {
    'mmio-kernel': nativePaths['mmio-kernel'],
    'mmio-user': nativePaths['mmio-user'],
  },
};
