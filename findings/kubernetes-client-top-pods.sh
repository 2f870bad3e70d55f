#!/usr/bin/env bash
# topPods of the Kubernetes client for JavaScript counts the memory limits of a pod's containers into its request, and topNodes of the same pod does not.
#
# Versions   @kubernetes/client-node 1.4.0 (npm); 2.0.1 has the same two lines. No cluster: the lists it reads are given.
# Input      one running pod of two containers, each with a request of 1Gi and a limit of 4Gi; then one container of 1Gi and one of
#            1.5Gi, a quantity that every Kubernetes API server takes (also 0.5Gi, 1.25G).
# Expected   a request of 2 GiB by both functions, the sum that the scheduler and kubectl describe node take; then 2.5 GiB.
# Seen       topNodes 2 GiB, topPods 5 GiB: the limits so far and the request of the last container. A pod whose limits equal
#            its requests comes out right, so does one of a single container. With 1.5Gi both end in "Cannot convert 1.5 to a
#            BigInt", for the whole cluster.
# Use        a report of requests against use made with topPods finds room to reclaim that nobody asked for, in every pod
#            with a sidecar. Sum spec.containers[].resources.requests by hand, by a parser that takes fractions.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --ignore-scripts --no-audit --no-fund @kubernetes/client-node@1.4.0 >/dev/null
cat >top.mjs <<'JS'
import { topNodes, topPods } from '@kubernetes/client-node';

const container = ([request, limit], index) => ({
  name: `container${index}`,
  resources: { requests: { cpu: '500m', memory: request }, limits: { cpu: '1', memory: limit } },
});
const pod = (...memory) => ({
  metadata: { name: 'pod', namespace: 'default' },
  spec: { nodeName: 'node', containers: memory.map(container) },
  status: { phase: 'Running' },
});
const gib = (bytes) => `${Number(bytes) / 2 ** 30} GiB`;

async function look(...memory) {
  const api = {
    listNode: async () => ({
      items: [{ metadata: { name: 'node' }, status: { allocatable: { cpu: '16', memory: '64Gi' } } }],
    }),
    listPodForAllNamespaces: async () => ({ items: [pod(...memory)] }),
  };
  const metrics = { getPodMetrics: async () => ({ items: [] }) };
  try {
    const [node] = await topNodes(api);
    const [one] = await topPods(api, metrics);
    return `topNodes ${gib(node.Memory.RequestTotal)}, topPods ${gib(one.Memory.RequestTotal)}`;
  } catch (error) {
    return error.message;
  }
}

console.log('one container:', await look(['1Gi', '4Gi']));
console.log('two containers:', await look(['1Gi', '4Gi'], ['1Gi', '4Gi']));
console.log('limits as requests:', await look(['1Gi', '1Gi'], ['1Gi', '1Gi']));
console.log('one of 1.5Gi:', await look(['1Gi', '1Gi'], ['1.5Gi', '1.5Gi']));
JS
node top.mjs | tee seen

diff seen - <<'END'
one container: topNodes 1 GiB, topPods 1 GiB
two containers: topNodes 2 GiB, topPods 5 GiB
limits as requests: topNodes 2 GiB, topPods 2 GiB
one of 1.5Gi: Cannot convert 1.5 to a BigInt
END
