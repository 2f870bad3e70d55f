/** Requests and bytes of one kind of host I/O. */
export type Tally = [requests: number, bytes: number];

/** Host data I/O of one image: reads, writes, and zero ranges that move no data. */
export interface DataIo {
  dr: Tally;
  dw: Tally;
  dz: Tally;
}

/** Host data I/O by image name, in the order images were first touched. */
export class HostIo {
  private readonly images = new Map<string, DataIo>();

  count(image: string, kind: keyof DataIo, bytes: number): void {
    let io = this.images.get(image);
    if (!io) {
      io = { dr: [0, 0], dw: [0, 0], dz: [0, 0] };
      this.images.set(image, io);
    }
    io[kind][0]++;
    io[kind][1] += bytes;
  }

  /** In the recorded form: kinds that did not occur are left out. */
  recorded(): Record<string, Partial<DataIo>> {
    const out: Record<string, Partial<DataIo>> = {};
    for (const [image, io] of this.images) {
      const kinds: Partial<DataIo> = {};
      for (const kind of ['dr', 'dw', 'dz'] as const) if (io[kind][0] > 0) kinds[kind] = io[kind];
      out[image] = kinds;
    }
    return out;
  }
}
