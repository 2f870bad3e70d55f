import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kind {
  group: string;
  kind: string;
  plural: string;
  short: string;
  namespaced: boolean;
}

const kinds: readonly Kind[] = [
  {
    group: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    plural: 'virtualmachines',
    short: 'vm',
    namespaced: true,
  },
  {
    group: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    plural: 'virtualmachineinstances',
    short: 'vmi',
    namespaced: true,
  },
  { group: 'v1', kind: 'Node', plural: 'nodes', short: 'no', namespaced: false },
];

const resources = (group: string) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: group,
  resources: kinds
    .filter((kind) => kind.group === group)
    .map((kind) => ({
      ...{ name: kind.plural, singularName: kind.kind.toLowerCase(), namespaced: kind.namespaced },
      ...{ kind: kind.kind, verbs: ['get', 'list'], shortNames: [kind.short] },
    })),
});

const version = { groupVersion: 'kubevirt.io/v1', version: 'v1' };

/** As much of the Kubernetes API as `kubectl get` asks for, with these objects; on this machine alone. */
export async function kubernetesApi(
  items: readonly { kind: string }[],
): Promise<{ url: string; server: Server }> {
  const answers = new Map<string, unknown>([
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    [
      '/apis',
      {
        kind: 'APIGroupList',
        apiVersion: 'v1',
        groups: [{ name: 'kubevirt.io', versions: [version], preferredVersion: version }],
      },
    ],
    ['/api/v1', resources('v1')],
    ['/apis/kubevirt.io/v1', resources('kubevirt.io/v1')],
  ]);
  for (const { group, kind, plural } of kinds) {
    answers.set(`${group === 'v1' ? '/api' : '/apis'}/${group}/${plural}`, {
      ...{ kind: `${kind}List`, apiVersion: group, metadata: { resourceVersion: '1' } },
      items: items.filter((item) => item.kind === kind),
    });
  }
  const server = createServer((request, response) => {
    const answer = answers.get((request.url ?? '').split('?', 1)[0]!);
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { kind: 'Status', status: 'Failure', code: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
