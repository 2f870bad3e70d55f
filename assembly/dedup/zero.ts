// Is a page all zero? Stops at the first 64 bytes that are not, so it costs nothing on ordinary pages.

/** `bytes` is a multiple of 64. */
export function isZero(ptr: usize, bytes: usize): bool {
  const end = ptr + bytes;
  for (let at = ptr; at < end; at += 64) {
    const a = v128.or(v128.load(at), v128.load(at, 16));
    const b = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(v128.or(a, b))) return false;
  }
  return true;
}

/** Whether two blocks of a multiple of 64 bytes are equal. */
export function isEqual(x: usize, y: usize, bytes: usize): bool {
  const end = x + bytes;
  for (; x < end; x += 64, y += 64) {
    const a = v128.or(
      v128.xor(v128.load(x), v128.load(y)),
      v128.xor(v128.load(x, 16), v128.load(y, 16)),
    );
    const b = v128.or(
      v128.xor(v128.load(x, 32), v128.load(y, 32)),
      v128.xor(v128.load(x, 48), v128.load(y, 48)),
    );
    if (v128.any_true(v128.or(a, b))) return false;
  }
  return true;
}
