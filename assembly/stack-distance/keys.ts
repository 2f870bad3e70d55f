// Tags are short: the regions a stream touches get consecutive ranges of keys. A region is a multiple of every number
// of sets, so a key is its page modulo each of them.
import {
  CHANGED,
  FAULT,
  KEY_LIMIT,
  LAST_KEY,
  LAST_PAGE,
  LAST_START,
  PAGE_SHIFT,
  REGION_COUNT,
  REGION_INVERSE,
  REGION_PAGES,
  REGION_SLOTS,
  REGIONS,
  WORDS,
} from './layout';

/** Region of a page below 2^50: a multiplication, off by one at most, instead of a division. */
function regionOf(page: u64, pages: u64): u64 {
  let region = <u64>(<f64>page * load<f64>(REGION_INVERSE));
  if (region * pages > page) region--;
  else if (page - region * pages >= pages) region++;
  return region;
}

/** First key of a region; a new one gets the next range. */
function firstKey(region: u64, pages: u64): u64 {
  const mask: u32 = REGION_SLOTS - 1;
  for (let at = (<u32>region * 0x9e37_79b1) >> 18; ; at = (at + 1) & mask) {
    const slot = REGIONS + ((<usize>(at & mask)) << 4);
    const found = load<u64>(slot);
    if (found == region + 1) return load<u64>(slot, 8);
    if (found != 0) continue;
    const count = load<u32>(REGION_COUNT);
    const key = <u64>count * pages;
    if (key + pages > KEY_LIMIT || count >= REGION_SLOTS / 4) {
      store<u32>(FAULT, 1);
      return 0;
    }
    store<u32>(REGION_COUNT, count + 1);
    store<u64>(slot, region + 1);
    store<u64>(slot, key, 8);
    return key;
  }
}

/** Writes the keys (u32) of the accesses that leave the page of the one before to CHANGED; returns how many. */
export function keysOfChanged(count: u32): u32 {
  const shift = <u64>load<u32>(PAGE_SHIFT);
  const pages = load<u64>(REGION_PAGES);
  let last = load<u64>(LAST_PAGE);
  let start = load<u64>(LAST_START);
  let key = <u64>load<u32>(LAST_KEY);
  let out = CHANGED;
  const end = WORDS + ((<usize>count) << 3);
  for (let at = WORDS; at < end; at += 8) {
    const page = load<u64>(at) >> shift;
    let offset = page - start;
    if (offset >= pages) {
      const region = regionOf(page, pages);
      start = region * pages;
      offset = page - start;
      key = firstKey(region, pages);
    }
    store<u32>(out, <u32>(key + offset));
    out += (<usize>(page != last)) << 2;
    last = page;
  }
  store<u64>(LAST_PAGE, last);
  store<u64>(LAST_START, start);
  store<u32>(LAST_KEY, <u32>key);
  return <u32>((out - CHANGED) >> 2);
}
