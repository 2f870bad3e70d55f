/** 64 KiB, the page size of WebAssembly memory. */
export const WASM_PAGE_BYTES = 65_536;
/** 4 GiB: the most one 32-bit WebAssembly memory can address. */
export const MAX_MEMORY_BYTES = 65_536 * WASM_PAGE_BYTES;

export interface Instance<Exports> {
  exports: Exports;
  memory: WebAssembly.Memory;
}

const compiled = new Map<string, WebAssembly.Module>();

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/**
 * One instance of an embedded kernel with a private memory of `memoryBytes` (rounded up to 64 KiB),
 * fixed for its life: it never grows, so views on it stay valid. Modules are compiled once per thread.
 */
export function instantiate<Exports>(wasmBase64: string, memoryBytes: number): Instance<Exports> {
  const pages = Math.ceil(memoryBytes / WASM_PAGE_BYTES);
  if (!(pages > 0 && pages <= 65_536)) {
    throw new RangeError(
      `kernel memory of ${memoryBytes} bytes: WebAssembly addresses at most 4 GiB`,
    );
  }
  let module = compiled.get(wasmBase64);
  if (!module) {
    module = new WebAssembly.Module(decode(wasmBase64));
    compiled.set(wasmBase64, module);
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const abort = (_message: number, _file: number, line: number, column: number) => {
    throw new Error(`kernel abort at ${line}:${column}`);
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return { exports: instance.exports as Exports, memory };
}

/** Most memory a spare instance may hold, and most spare instances of a kernel in a thread. */
const SPARE_BYTES = 64 * 2 ** 20;
const SPARES = 4;

/** Instances whose work is done, for the next one that needs about as much memory. */
export class SpareInstances<Exports> {
  private spares: Instance<Exports>[] = [];

  /** A spare one with its memory zeroed, of at least `bytes` and at most a quarter more; undefined where there is none. */
  take(bytes: number): Instance<Exports> | undefined {
    const fits = ({ memory }: Instance<Exports>) =>
      memory.buffer.byteLength >= bytes &&
      memory.buffer.byteLength <= bytes * 1.25 + WASM_PAGE_BYTES;
    const found = this.spares.find(fits);
    if (!found) return undefined;
    this.spares = this.spares.filter((spare) => spare !== found);
    new Uint8Array(found.memory.buffer).fill(0);
    return found;
  }

  /** Whoever gives an instance must not use it again. */
  give(instance: Instance<Exports>): void {
    if (instance.memory.buffer.byteLength > SPARE_BYTES) return;
    this.spares = [instance, ...this.spares.filter((spare) => spare !== instance)].slice(0, SPARES);
  }
}
