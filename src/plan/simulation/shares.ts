/**
 * Divides a host's clock among its machines: each gets what it wants where all fit, otherwise the same for every
 * vCPU as far as it wants it (max-min fair). `wanted` and `vcpus` by position; writes `given`, returns its sum.
 */
export function shareFairly(
  capacity: number,
  wanted: Float64Array,
  vcpus: Float64Array,
  count: number,
  given: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += wanted[i]!;
  if (total <= capacity) {
    for (let i = 0; i < count; i++) given[i] = wanted[i]!;
    return total;
  }
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => wanted[a]! * vcpus[b]! - wanted[b]! * vcpus[a]! || a - b,
  );
  let left = capacity;
  let weight = 0;
  for (let i = 0; i < count; i++) weight += vcpus[i]!;
  for (const i of order) {
    const fair = weight > 0 ? (left * vcpus[i]!) / weight : 0;
    given[i] = Math.min(wanted[i]!, Math.max(0, fair));
    left -= given[i]!;
    weight -= vcpus[i]!;
  }
  return capacity - Math.max(0, left);
}
