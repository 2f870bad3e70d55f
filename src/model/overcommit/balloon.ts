/** 2 MiB: free page reporting and huge pages work in blocks of this many 4 KiB pages. */
import { nth } from '../../elements.ts';

export const PAGES_PER_BLOCK = 512;

/** What a guest kernel keeps of its memory before MemTotal: 38,512 KiB of 256 MiB (Debian 6.1 cloud kernel, measured). */
export const GUEST_RESERVE_KIB = 38_512;

/** MemTotal a guest shows: its memory, less its own reserve, less the balloon, to the KiB. */
export function guestMemTotalKib(
  configuredMib: number,
  balloonMib: number,
  reserveKib = GUEST_RESERVE_KIB,
): number {
  return (configuredMib - balloonMib) * 1024 - reserveKib;
}

/**
 * Pages a balloon frees on the host: those it holds that the host had backed. Ballooning memory the guest never touched
 * frees nothing; deflating gives pages back unbacked.
 */
export function balloonFrees(ballooned: readonly boolean[], resident: readonly boolean[]): number {
  let freed = 0;
  for (let page = 0; page < ballooned.length; page++)
    if (ballooned[page] && resident[page]) freed++;
  return freed;
}

/**
 * Pages free page reporting gives back: whole free 2 MiB blocks, within about 2 s; pieces of blocks stay (measured: 27,648 of
 * 30,720 freed pages came back).
 */
export function reportedFree(free: readonly boolean[]): number {
  let reported = 0;
  for (let block = 0; block + PAGES_PER_BLOCK <= free.length; block += PAGES_PER_BLOCK) {
    let whole = true;
    for (let page = block; whole && page < block + PAGES_PER_BLOCK; page++) whole = nth(free, page);
    if (whole) reported += PAGES_PER_BLOCK;
  }
  return reported;
}
