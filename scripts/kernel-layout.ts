// Turns the memory layout of a kernel, as AssemblyScript declares it, into TypeScript for its binding.

const numberTypes = ['i32', 'u8', 'u16', 'u32', 'usize', 'f64'];
const constant = /^export const (\w+): (\w+) = ([^;]+);(.*)$/;
const comment = /^(\/\/|\/\*\*|\/\*| \*)/;

/** TypeScript of one constant; 64-bit ones become bigint, for a number would round them. */
function translated(line: string, [, name, type, value, remark]: RegExpExecArray): string {
  if (numberTypes.includes(type!)) return `export const ${name}: number = ${value};${remark}`;
  if (type === 'u64' && /^[\da-fx_]+$/i.test(value!)) {
    return `export const ${name}: bigint = ${value}n;${remark}`;
  }
  throw new Error(`no TypeScript for "${line}": a layout holds constants of ${numberTypes}, u64`);
}

/**
 * The exported constants of `source` (assembly/KERNEL/layout.ts) with their comments. Functions stay in the kernel;
 * constants that are not exported, and anything else, are an error: the layout would be incomplete.
 */
export function layoutOf(kernel: string, source: string): string {
  const out = [`// Generated from assembly/${kernel}/layout.ts by scripts/build-kernels.ts.`];
  let inFunction = false;
  for (const line of source.split('\n')) {
    const match = constant.exec(line);
    if (inFunction) inFunction = line !== '}';
    else if (match) out.push(translated(line, match));
    else if (line === '' || comment.test(line)) out.push(line);
    else if (line.startsWith('export function ')) {
      inFunction = true;
      // Its docstring goes with it.
      while (comment.test(out.at(-1)!)) out.pop();
    } else throw new Error(`assembly/${kernel}/layout.ts: "${line}" is no constant on one line`);
  }
  return `${out.join('\n').trimEnd()}\n`;
}
