// What leaves to the monitor: host pages touched first, written while logged or shared, and device pages; and host
// mappings that fall to smaller pages. A split flushes the whole context, as KVM does when it drops a large entry.
import { add } from '../translation/caches';
import { EXPLICIT } from '../translation/layout';
import {
  BACKED,
  COLD_HOST,
  DEVICE,
  DIRECTORY,
  FIRST_VIOLATIONS,
  GIANTS,
  HOST_RULE,
  LOG_SPLITS,
  LOGGING,
  MERGED,
  NEXT_FRAMES,
  REFILL,
  SHARE_SPLITS,
  SHARING_VIOLATIONS,
  STALE,
  STATE,
  TOUCHED,
  UNSHARED,
  VM_FRAMES,
  VMS,
  WRITE_VIOLATIONS,
  WRITTEN,
} from './layout';
import { drawn, leafByRule } from './sizes';
import { dropNested, inveptSingle } from './tags';

const MERGED_SALT: u32 = 31;
const DEVICE_SALT: u32 = 41;

/** True for guest frames of emulated devices, 2M at a time. */
export function isDevice(gfn: u64): bool {
  return drawn(gfn >> 9, DEVICE_SALT, load<u64>(DEVICE));
}

function isMerged(gfn: u64): bool {
  return drawn(gfn, MERGED_SALT, load<u64>(MERGED));
}

function anyMerged(first: u64, frames: u64): bool {
  if (load<u64>(MERGED) == 0) return false;
  for (let gfn = first; gfn < first + frames; gfn++) {
    if (isMerged(gfn)) return true;
  }
  return false;
}

function vmStart(frame: u64): u64 {
  const each = <u64>load<u32>(VM_FRAMES);
  return (frame / each) * each;
}

function directoryOf(frame: u64): usize {
  return <usize>load<u32>(DIRECTORY) + <usize>(frame >> 9);
}

function giantOf(frame: u64): usize {
  return <usize>load<u32>(GIANTS) + <usize>(frame >> 18);
}

function stateOf(frame: u64): usize {
  return <usize>load<u32>(STATE) + <usize>frame;
}

/** Settles the host mapping of the 2M around `frame` (of all VMs), once. */
function settle(frame: u64): u32 {
  const gfn = frame - vmStart(frame);
  const rule = leafByRule(HOST_RULE, gfn);
  let leaf = rule;
  if (isDevice(gfn)) {
    leaf = 1;
  } else if (leaf == 3) {
    const giant = giantOf(frame);
    let whole = load<u8>(giant) & 3;
    if (whole == 0) {
      whole = anyMerged((gfn >> 18) << 18, 1 << 18) ? 2 : 1;
      store<u8>(giant, load<u8>(giant) | whole);
    }
    if (whole != 1) leaf = 2;
    if (whole == 2) {
      add(SHARE_SPLITS, 1);
      if (anyMerged((gfn >> 9) << 9, 512)) leaf = 1;
    }
  } else if (leaf == 2 && anyMerged((gfn >> 9) << 9, 512)) {
    leaf = 1;
    add(SHARE_SPLITS, 1);
  }
  const at = directoryOf(frame);
  store<u8>(at, load<u8>(at) | leaf);
  return leaf;
}

/** Leaf level of the host mapping of `frame`. */
export function hostLeafAt(frame: u64): u32 {
  const leaf = <u32>load<u8>(directoryOf(frame)) & 3;
  return leaf ? leaf : settle(frame);
}

function isBacked(frame: u64): bool {
  const large = <u32>load<u8>(directoryOf(frame)) | <u32>load<u8>(giantOf(frame));
  return (large & BACKED) != 0 || (<u32>load<u8>(stateOf(frame)) & TOUCHED) != 0;
}

function mark(at: usize, bits: u32): void {
  store<u8>(at, load<u8>(at) | bits);
}

function back(frame: u64): void {
  const leaf = hostLeafAt(frame);
  if (leaf == 1) mark(stateOf(frame), TOUCHED);
  else if (leaf == 2) mark(directoryOf(frame), BACKED);
  else mark(giantOf(frame), BACKED);
}

/** 1G falls into 2M mappings, of which the one around `frame` falls to 4K; 2M falls to 4K. */
function split(frame: u64): void {
  add(LOG_SPLITS, 1);
  if (hostLeafAt(frame) == 3) {
    const first = directoryOf((frame >> 18) << 18);
    for (let at = first; at < first + 512; at++) {
      if ((load<u8>(at) & 3) == 3) store<u8>(at, (load<u8>(at) & ~3) | 2);
    }
    mark(giantOf(frame), 3);
  }
  const at = directoryOf(frame);
  store<u8>(at, (load<u8>(at) & ~3) | 1);
  store<u32>(REFILL, 1);
  inveptSingle(<u32>(frame / <u64>load<u32>(VM_FRAMES)));
}

function forget(frame: u64): void {
  store<u32>(STALE, 1);
  dropNested(frame, hostLeafAt(frame));
}

/** An access to host memory behind `frame`: counts the violation it meets, if any, and what the monitor then does. */
export function hostAccess(frame: u64, isWrite: bool): void {
  const state = stateOf(frame);
  const logging = load<u32>(LOGGING) != 0;
  if (load<u32>(COLD_HOST) && !isBacked(frame)) {
    add(FIRST_VIOLATIONS, 1);
    back(frame);
    if (!isWrite) return;
    mark(state, WRITTEN | UNSHARED);
    if (logging && hostLeafAt(frame) > 1) split(frame);
    return;
  }
  if (!isWrite) return;
  const known = <u32>load<u8>(state);
  if ((known & UNSHARED) == 0 && load<u64>(MERGED) != 0 && isMerged(frame - vmStart(frame))) {
    add(SHARING_VIOLATIONS, 1);
    mark(state, WRITTEN | UNSHARED);
    forget(frame);
  } else if (logging && (known & WRITTEN) == 0) {
    add(WRITE_VIOLATIONS, 1);
    mark(state, WRITTEN);
    if (hostLeafAt(frame) > 1) split(frame);
    else forget(frame);
  }
}

/** A round of dirty logging: frames in use lose what was written; the binding flushes. */
export function protectAgain(): void {
  const keep = i8x16.splat(<i8>~WRITTEN);
  const each = <usize>load<u32>(VM_FRAMES);
  for (let vm: u32 = 0; vm < load<u32>(VMS); vm++) {
    const next = <usize>load<u32>(NEXT_FRAMES + ((<usize>vm) << 2));
    const used = load<u32>(EXPLICIT) ? next : each;
    let at = <usize>load<u32>(STATE) + <usize>vm * each;
    for (const end = at + used; at < end; at += 16) {
      v128.store(at, v128.and(v128.load(at), keep));
    }
  }
}
