import type { Host } from './host.ts';

/** Intel from Broadwell on (Linux, vmx/vmx.c: the secondary control that enables PML). */
export const intelPml: NonNullable<Host['pml']> = {
  status: 'published',
  source: 'Linux arch/x86/kvm/vmx/vmx.c: page-modification logging, Intel from Broadwell on',
};
