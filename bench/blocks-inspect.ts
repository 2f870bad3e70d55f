// Inspecting a 1 TiB qcow2 image (map, every reference counted) beside `qemu-img check` of the same file.
import { closeChain, openChain } from '../src/formats/disk-image/chain.ts';
import { inspectChain } from '../src/formats/disk-image/inspect.ts';
import { childCpu } from './child-cpu.ts';
import { madeImage } from './disk-image.ts';
import { inQuick } from './quick.ts';
import { type Comparison, measured, type Slice, sideBySide, type Variant } from './side-by-side.ts';

/** Clusters of 64 KiB of the image. */
const IMAGE = inQuick({ size: '64 GiB', clusters: 2 ** 20 }, { size: '1 TiB', clusters: 2 ** 24 });

/** An image with all its tables; its data is a hole, so one of 1 TiB takes 160 MiB. */
const image = () => madeImage('qcow2', IMAGE.size, '-o', 'preallocation=metadata').path;

/** `qemu-img check` in a child. */
function check(path: string): Slice {
  const { cpuNs, output } = childCpu('qemu-img check --output=json "$1"', path);
  const allocated = /"allocated-clusters": (\d+)/.exec(output)?.[1];
  return { cpuNs, operations: IMAGE.clusters, digest: `${allocated}` };
}

/** The suite `blocks-inspect`; without qemu-utils it is left out. */
export async function blocksInspect(): Promise<Comparison[]> {
  let path: string;
  try {
    path = image();
  } catch {
    process.stderr.write('blocks-inspect: no qemu-img, left out\n');
    return [];
  }
  const variants: Variant[] = [
    { name: 'qemu-img check', run: () => check(path) },
    {
      name: 'inspect: map and check',
      run: () =>
        measured(() => {
          const chain = openChain(path);
          const { check: result } = inspectChain(chain);
          closeChain(chain);
          return { operations: IMAGE.clusters, digest: `${result!.allocatedClusters}` };
        }),
    },
  ];
  return sideBySide(`inspect ${IMAGE.size}`, variants, { rounds: 1, pairs: 5 });
}
