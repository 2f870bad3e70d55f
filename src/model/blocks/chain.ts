import { type Sourced, sourced } from '../../sourced.ts';

/** Reads through empty 64 KiB-cluster layers, queue depth 32, cached: base cost and cost of one more layer. */
export const chainReadCosts: { baseUs: Sourced; layerUs: Sourced } = {
  baseUs: sourced(
    7.1,
    'µs',
    'measured',
    'fit of medians over depth 0..64, QEMU 7.2.22 (storage-io facts)',
    0.5,
  ),
  layerUs: sourced(
    1.95,
    'µs',
    'measured',
    'fit of medians over depth 0..64, QEMU 7.2.22 (storage-io facts)',
    0.3,
  ),
};

/** Layers a read visits until one holds the block, when each of `depth` layers holds the share `held`. */
export function layersVisited(depth: number, held: number): number {
  return held <= 0 ? depth : (1 - (1 - held) ** depth) / held;
}

/** Cost of a cached read through a chain of `depth` layers over a full base. */
export function chainReadUs(depth: number, held: number): number {
  return chainReadCosts.baseUs.value + chainReadCosts.layerUs.value * layersVisited(depth, held);
}

/** The same with a flattened map: one lookup at any depth. */
export function flatReadUs(): number {
  return chainReadCosts.baseUs.value + chainReadCosts.layerUs.value;
}

export interface FlattenQuestion {
  depth: number;
  /** Share of the disk each layer holds. */
  held: number;
  /** Bytes a flatten copies: what the disk shows from below its top layer. */
  bytes: number;
  /** Bandwidth the copy may take, bytes a second. */
  bytesPerSecond: number;
  readsPerSecond: number;
}

export interface FlattenAnswer {
  copySeconds: number;
  /** Seconds of waiting reads save in a second after the flatten. */
  savedPerSecond: number;
  /** Seconds after which the copy has paid, counting its own time; null: never. */
  paysAfterSeconds: number | null;
  readUsBefore: number;
  readUsAfter: number;
}

/** When does merging a chain pay: time the copy takes against time reads save afterwards. */
export function whenToFlatten(question: FlattenQuestion): FlattenAnswer {
  const { depth, held, bytes, bytesPerSecond, readsPerSecond } = question;
  const readUsBefore = chainReadUs(depth, held);
  const readUsAfter = flatReadUs();
  const copySeconds = bytes / bytesPerSecond;
  const savedPerSecond = (readsPerSecond * Math.max(0, readUsBefore - readUsAfter)) / 1e6;
  const paysAfterSeconds = savedPerSecond > 0 ? copySeconds / savedPerSecond : null;
  return { copySeconds, savedPerSecond, paysAfterSeconds, readUsBefore, readUsAfter };
}
