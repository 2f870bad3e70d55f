import { describe, expect, test } from 'vitest';
import { layoutOf } from '../scripts/kernel-layout.ts';

describe('a kernel layout in TypeScript', () => {
  test('keeps constants and comments, leaves functions with their docstrings to the kernel', () => {
    const source = `// Memory.
export const STATE: usize = 0x400;
/** Behind it. */
export const SHARED: usize = STATE + 4; // u32
export const LIMIT: u64 = 0xffff_ffff_ffff_ffff;

/** Adds. */
export function add(counter: usize): void {
  store<i32>(counter, 1);
}
`;
    expect(
      layoutOf('ksm', source),
    ).toBe(`// Generated from assembly/ksm/layout.ts by scripts/build-kernels.ts.
// Memory.
export const STATE: number = 0x400;
/** Behind it. */
export const SHARED: number = STATE + 4; // u32
export const LIMIT: bigint = 0xffff_ffff_ffff_ffffn;
`);
  });

  test.each([
    'const HIDDEN: u32 = 1;',
    'export let counter: u32 = 0;',
    'export const WIDE: v128 = zero;',
    'export const SUM: u64 = BASE + 1;',
    'export const LONG: u32 =',
  ])('refuses "%s"', (line) => {
    expect(() => layoutOf('ksm', line)).toThrow(/layout/);
  });
});
