// One bump arena over the module's memory; nothing is freed but L2 tables, which have their own list.
// Fresh memory is zero. Running out traps: the binding turns the trap into an error.

let next: usize = 0;
let limit: usize = 0;

export function resetArena(base: usize, bytes: usize): void {
  next = (base + 63) & ~63;
  limit = bytes;
}

export function allocate(bytes: usize): usize {
  const at = next;
  const end = at + ((bytes + 63) & ~63);
  if (end > limit || end < at) unreachable();
  next = end;
  return at;
}

export function arenaUsed(): usize {
  return next;
}
