import { copyUp, fileSystems } from '../model/containers/costs/layers.ts';
import { fullBundle, runtimeSteps } from '../model/containers/costs/runtime.ts';
import { type ConceptGroup, concept, eventNumbers, type Numbers } from './concept.ts';

const copyUpNumbers: Numbers = {
  sourced: () =>
    fileSystems.map((fs) => {
      const size = { sizeMib: 1024, dataMib: 1024, metacopy: false, volatile: false };
      return copyUp({ lower: fs, upper: fs, op: 'write1', ...size }).callUs;
    }),
};

/** Virtualization by one kernel. */
export const containers: ConceptGroup = {
  id: 'containers',
  title: 'Containers',
  concepts: [
    concept(
      ['container', '容器'],
      'a group of processes with a view and a budget of its own',
      'price --workload server --technique container',
      eventNumbers('container', 'syscall', 'device-request'),
    ),
    concept(
      ['namespace / cgroup / chroot', '名称空间 / cgroups / chroot'],
      'view, budget and root directory of a group of processes',
      'containers start --runtime runc',
      { sourced: () => runtimeSteps('runc', fullBundle).map(({ cost }) => cost) },
    ),
    concept(
      ['image, layer, registry', '镜像, 层, 仓库'],
      'a read-only package, its parts, and its store',
      'containers layers --fs xfs --size 1G',
      copyUpNumbers,
    ),
    concept(
      ['pod, replica set, control loop', 'pod, ReplicaSet, 控制回路'],
      'the unit that is scheduled, how many are wanted, the loop that keeps it so',
      'plan examples/inventory/rvtools-workshop.xlsx --study examples/inventory/study.yaml',
      { exact: 'requests against what a node can give' },
    ),
    concept(
      ['throttling', '限流'],
      'stopped until the next period of a quota',
      'schedule --vm a,vcpus=2,quota=20ms,period=100ms,rate=50,work=5ms --policy slices --cores 2 --time 2',
      { simulated: 'containers' },
    ),
  ],
};
