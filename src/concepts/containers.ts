import { copyUp, fileSystems } from '../model/containers/costs/layers.ts';
import { fullBundle, runtimeSteps } from '../model/containers/costs/runtime.ts';
import { pullNumbers, quotaNumbers } from '../model/containers/kubernetes/numbers.ts';
import { type ConceptGroup, concept, constants, eventNumbers, type Numbers } from './concept.ts';

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
      'containers pull --image 250MB --cold 10',
      constants(...Object.values(pullNumbers)),
    ),
    concept(
      ['pod, replica set, control loop', 'pod, ReplicaSet, 控制回路'],
      'the unit that is scheduled, how many are wanted, the loop that keeps it so',
      'containers pods --request 250m --limit 500m',
      constants(...Object.values(quotaNumbers)),
    ),
    concept(
      ['throttling', '限流'],
      'stopped until the next period of a quota',
      'containers quota --limit 1500m --threads 8 --cpus 4',
      { simulated: 'containers' },
    ),
    concept(
      ['copy-up, overlay file system', '写时上拷, 联合文件系统'],
      'the first write to a file of a lower layer copies it whole into the upper one',
      'containers layers --size 100MB',
      copyUpNumbers,
    ),
    concept(
      ['density', '部署密度'],
      'how many fit, by the memory each shows and the machine spends',
      'containers density --count 1000',
      { simulated: 'container-density' },
    ),
  ],
};
