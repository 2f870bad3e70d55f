// The LRU add batch: a page in it has one reference too many to be write-protected.
import { add, BATCH_COUNT, BATCH_NUMBER, BATCHED, LRU_BATCH } from './layout';

export function drainBatch(): void {
  add(BATCH_NUMBER, 1);
  store<u32>(BATCH_COUNT, 0);
}

export function isInBatch(page: usize): bool {
  return load<u32>(page, BATCHED) == load<u32>(BATCH_NUMBER);
}

export function addToBatch(page: usize): void {
  const capacity = load<u32>(LRU_BATCH);
  if (!capacity) return;
  const count = load<u32>(BATCH_COUNT) + 1;
  store<u32>(page, load<u32>(BATCH_NUMBER), BATCHED);
  store<u32>(BATCH_COUNT, count);
  if (count >= capacity) drainBatch();
}
