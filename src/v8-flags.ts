import { setFlagsFromString } from 'node:v8';

/** A numeric flag of V8 (Node 20 and later) and what it is when nobody sets it. */
const own = { 'interrupt-budget': 67_584, 'heap-growing-percent': 0 } as const;
type Flag = keyof typeof own;

const changed = new Map<Flag, number>();
const apply = (flag: Flag, value: number) => setFlagsFromString(`--${flag}=${value}`);

/** Sets a flag for what this process does from now on; without a value as it was at first. */
export function setV8Flag(flag: Flag, value: number = own[flag]): void {
  apply(flag, value);
  if (value === own[flag]) changed.delete(flag);
  else changed.set(flag, value);
}

/** Does work under the flags a process starts with: V8 takes compiled code only under the flags it was compiled under. */
export function underFirstFlags<T>(work: () => T): T {
  for (const flag of changed.keys()) apply(flag, own[flag]);
  try {
    return work();
  } finally {
    for (const [flag, value] of changed) apply(flag, value);
  }
}
