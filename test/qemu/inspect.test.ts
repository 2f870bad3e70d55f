import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeChain, openChain } from '../../src/formats/disk-image/chain.ts';
import { inspectChain } from '../../src/formats/disk-image/inspect.ts';

const wanted = Number(process.env.VIRTCOST_QEMU ?? 0);
const all = Array.from({ length: 13 }, (_, i) => 512 * 2 ** i).flatMap((cluster) =>
  cluster < 16384
    ? [[cluster, 'off']]
    : [
        [cluster, 'off'],
        [cluster, 'on'],
      ],
) as [number, string][];
const sample = wanted > 1 ? all : all.filter((_, i) => i % 5 === 0);

function tool(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

describe.runIf(wanted > 0)('inspecting images made by qemu-img', () => {
  it.each(sample)('agrees with its check with %i-byte clusters, extended L2 %s', (cluster, ext) => {
    const folder = mkdtempSync(join(tmpdir(), 'virtcost-inspect-'));
    try {
      const base = join(folder, 'base.qcow2');
      const top = join(folder, 'top.qcow2');
      const options = `cluster_size=${cluster},extended_l2=${ext}`;
      const write = (path: string, ...commands: string[]) =>
        tool('qemu-io', ...commands.flatMap((command) => ['-c', command]), path);
      tool('qemu-img', 'create', '-q', '-f', 'qcow2', '-o', options, base, '40M');
      write(base, 'write -q -P 1 0 1M', 'write -q -z 5M 300k', 'write -c -q -P 3 20M 2M');
      tool('qemu-img', 'snapshot', '-c', 's', base);
      write(base, 'write -q -P 4 500k 40k', 'discard -q 512k 128k');
      tool(
        'qemu-img',
        'create',
        '-q',
        '-f',
        'qcow2',
        '-b',
        base,
        '-F',
        'qcow2',
        '-o',
        options,
        top,
        '48M',
      );
      write(top, 'write -q -P 9 2M 300k', 'write -q -z 3M 4k');
      for (const path of [base, top]) {
        const report = JSON.parse(tool('qemu-img', 'check', '--output=json', path));
        const info = JSON.parse(tool('qemu-img', 'info', '--output=json', path));
        const chain = openChain(path);
        const { check, layers: infos } = inspectChain(chain);
        closeChain(chain);
        expect(check).toMatchObject({
          totalClusters: report['total-clusters'],
          allocatedClusters: report['allocated-clusters'] ?? 0,
          fragmentedClusters: report['fragmented-clusters'] ?? 0,
          compressedClusters: report['compressed-clusters'] ?? 0,
          imageEndOffset: report['image-end-offset'],
          leaks: report.leaks ?? 0,
          corruptions: report.corruptions ?? 0,
        });
        expect(infos[0]).toMatchObject({
          virtualBytes: info['virtual-size'],
          clusterSize: info['cluster-size'],
          allocatedBytes: info['actual-size'],
          backingFile: info['backing-filename'] ?? null,
          extendedL2: info['format-specific'].data['extended-l2'],
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
