import type { IoMode } from './io-mode.ts';
import { passThrough } from './pass-through.ts';

export const srIov: IoMode = {
  ...passThrough,
  id: 'sr-iov',
  title: 'SR-IOV virtual function',
  describe: 'One function of a shared device belongs to the guest; data path as with pass-through.',
};
