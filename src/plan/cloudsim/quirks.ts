/** What the published experiment does that a data centre would not; each can be switched off. */
export interface Quirks {
  /** Memory honoured at this ratio of the host's; null: ignored once the VMs are up, as published. */
  ramRatio: number | null;
  /** VMs whose demand is 0 at an update live on; as published they end for good. */
  keepIdleVms: boolean;
  /** Hosts that just received VMs from over-utilised ones are not emptied in the same tick. */
  protectReceivers: boolean;
}

export const asPublished: Quirks = {
  ramRatio: null,
  keepIdleVms: false,
  protectReceivers: false,
};
