// The list of VMs that ksmd walks.
import { CURSOR, LISTED, NEXT_VM, ORDER, PREV_VM } from './layout';

export function unlinkVm(vm: usize): void {
  const next = <usize>load<u32>(vm, NEXT_VM);
  const prev = <usize>load<u32>(vm, PREV_VM);
  if (prev) store<u32>(prev, <u32>next, NEXT_VM);
  else store<u32>(ORDER, <u32>next);
  if (next) store<u32>(next, <u32>prev, PREV_VM);
  store<u32>(vm, 0, LISTED);
}

/** Puts a VM behind `before`, or first where that is 0. */
export function linkVm(vm: usize, before: usize): void {
  const next = <usize>(before ? load<u32>(before, NEXT_VM) : load<u32>(ORDER));
  store<u32>(vm, <u32>next, NEXT_VM);
  store<u32>(vm, <u32>before, PREV_VM);
  if (next) store<u32>(next, <u32>vm, PREV_VM);
  if (before) store<u32>(before, <u32>vm, NEXT_VM);
  else store<u32>(ORDER, <u32>vm);
  store<u32>(vm, 1, LISTED);
}

/** A process that newly asks for merging comes last: ksmd reaches it when it has been everywhere else. */
export function enlistVm(vm: usize): void {
  const cursor = <usize>load<u32>(CURSOR);
  let before: usize = 0;
  if (cursor) before = load<u32>(cursor, PREV_VM);
  else {
    for (let at = <usize>load<u32>(ORDER); at; at = load<u32>(at, NEXT_VM)) before = at;
  }
  linkVm(vm, before);
}
