// Memory nodes: with merge_across_nodes 0 each has a stable and an unstable tree of its own.
import {
  ACROSS_CHANGED,
  ACROSS_NODES,
  ENTRIES,
  LOG_END,
  SHARED,
  STABLE_ROOTS,
  UNSTABLE_ROOTS,
  VM_COUNT,
  VM_NODE,
  VM_STABLE,
  VM_UNSTABLE,
} from './layout';
import { vmAt } from './places';
import { clearStable, scanStable } from './stable';
import { scanUnstable } from './unstable';

function treeOf(vm: usize): usize {
  return load<u32>(ACROSS_NODES) ? 0 : (<usize>load<u32>(vm, VM_NODE)) << 2;
}

/** The unstable trees of this scan go on as they were begun; those of the next follow the knob. */
export function assignUnstable(): void {
  const vms = load<u32>(VM_COUNT);
  for (let i: u32 = 0; i < vms; i++) {
    const vm = vmAt(i);
    store<u32>(vm, <u32>(UNSTABLE_ROOTS + treeOf(vm)), VM_UNSTABLE);
  }
  store<u32>(ACROSS_CHANGED, 0);
  // Other trees: what was inserted before does not tell what an insertion takes now.
  store<u32>(LOG_END, load<u32>(ENTRIES));
}

function assignStable(): void {
  const vms = load<u32>(VM_COUNT);
  for (let i: u32 = 0; i < vms; i++) {
    const vm = vmAt(i);
    store<u32>(vm, <u32>(STABLE_ROOTS + treeOf(vm)), VM_STABLE);
  }
}

export function assignTrees(): void {
  assignStable();
  assignUnstable();
}

/** Says whose pages are looked at next. */
export function scanTreesOf(vm: usize): void {
  scanStable(load<u32>(vm, VM_STABLE));
  scanUnstable(load<u32>(vm, VM_UNSTABLE));
}

/** Sets merge_across_nodes: refused while pages are shared; what is left of the stable trees goes. */
export function setAcrossNodes(across: u32): void {
  if (across == load<u32>(ACROSS_NODES) || load<u32>(SHARED) || !clearStable()) return;
  store<u32>(ACROSS_NODES, across);
  store<u32>(ACROSS_CHANGED, 1);
  assignStable();
}
