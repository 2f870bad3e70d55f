// Reads: one host request for every run of data of every layer of the chain.

import { countIo, DATA_READ } from './layer';
import { DATA, isPresent, query, runBytes } from './status';

export function readChain(layer: usize, offset: u64, bytes: u64): void {
  const end = offset + bytes;
  while (offset < end) {
    const kind = query(layer, offset, end - offset);
    const run = runBytes;
    if (kind == DATA) {
      countIo(layer, DATA_READ, run);
    } else if (!isPresent(kind)) {
      const backing = <usize>load<u32>(layer, 20);
      if (backing) {
        const size = load<u64>(backing, 48);
        if (offset < size) readChain(backing, offset, min(run, size - offset));
      }
    }
    offset += run;
  }
}
