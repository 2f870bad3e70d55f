/** Switches of host, guest and monitor that change the length of a path. */
export interface Settings {
  /** Kernel page-table isolation in the guest; undefined: as on the host profile. */
  kpti?: boolean | undefined;
  /** Paravirtual system calls go straight to the guest kernel (PVM direct switch). */
  directSwitch?: boolean | undefined;
  /** Level of nesting for the nested technique: 2 is a guest of a guest. */
  nestingDepth?: number | undefined;
  /** TPR shadow (FlexPriority); without it each CR8 or TPR write exits. */
  flexPriority?: boolean | undefined;
  /** Speculation mitigation executed at every exit, on hosts that need it. */
  mitigation?: MitigationId | undefined;
  /** The monitor asks RDTSC to exit. */
  rdtscExiting?: boolean | undefined;
  /** In-kernel interrupt controller; without it EOI and IPI go to the user-space monitor. */
  irqchip?: 'kernel' | 'user' | undefined;
  /** Requests announced by one notification of a paravirtual ring. */
  ringBatch?: number | undefined;
  /** Exits on PAUSE loops (pause-loop exiting). */
  ple?: boolean | undefined;
}

export type MitigationId = 'none' | 'bhi-long' | 'bhi-tsx' | 'bhi-dis-s' | 'bhi-mixed';
