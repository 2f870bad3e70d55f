/** Exits an interrupt causes in the guest, by what acknowledges it. */
export function exitsPerInterrupt(options: {
  posted?: boolean;
  paravirtualEoi?: boolean;
  apicv?: boolean;
}): { delivery: number; acknowledge: number; total: number } {
  const delivery = options.posted ? 0 : 1;
  const acknowledge = options.apicv || options.posted || options.paravirtualEoi ? 0 : 1;
  return { delivery, acknowledge, total: delivery + acknowledge };
}

/** Exits of one IPI to all of `vcpus`, by how many destinations one register write can name. */
export function broadcastExits(vcpus: number, destinationsPerExit: number): number {
  return Math.ceil((vcpus - 1) / destinationsPerExit);
}
