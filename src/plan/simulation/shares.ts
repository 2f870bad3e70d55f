/**
 * Divides a host's clock among its machines: each gets what it wants where all fit, otherwise the same for every
 * vCPU as far as it wants it (max-min fair). `wanted` and `vcpus` by position; writes `given`, returns its sum.
 */
import { f64 } from '../../elements.ts';

export function shareFairly(
  capacity: number,
  wanted: Float64Array,
  vcpus: Float64Array,
  count: number,
  given: Float64Array,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += f64(wanted, i);
  if (total <= capacity) {
    for (let i = 0; i < count; i++) given[i] = f64(wanted, i);
    return total;
  }
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => f64(wanted, a) * f64(vcpus, b) - f64(wanted, b) * f64(vcpus, a) || a - b,
  );
  let left = capacity;
  let weight = 0;
  for (let i = 0; i < count; i++) weight += f64(vcpus, i);
  for (const i of order) {
    const fair = weight > 0 ? (left * f64(vcpus, i)) / weight : 0;
    given[i] = Math.min(f64(wanted, i), Math.max(0, fair));
    left -= f64(given, i);
    weight -= f64(vcpus, i);
  }
  return capacity - Math.max(0, left);
}
