import { type ConceptGroup, concept, eventNumbers, pathNumbers } from './concept.ts';

/** Ways of a guest to a device. */
export const devices: ConceptGroup = {
  id: 'devices',
  title: 'Device paths',
  concepts: [
    concept(
      ['VMDq / VMDc', '虚拟机设备队列 / 虚拟机直接互连'],
      'queues of an adapter for each machine, and a virtual function for each machine',
      'io queues --machines 64',
      pathNumbers('sr-iov', 'packet'),
    ),
    concept(
      ['pass-through', 'Pass-through, 直通'],
      'one device for one machine',
      'io --path pass-through',
      pathNumbers('pass-through'),
    ),
    concept(
      ['SR-IOV, VF', '单根I/O虚拟化, 虚拟函数'],
      'a device that splits itself into functions',
      'io queues --machines 200 --functions 128',
      pathNumbers('sr-iov', 'packet'),
    ),
    concept(
      ['IOMMU', 'IO MMU'],
      'translation and isolation of memory accesses of devices',
      'io --path pass-through,pass-through-strict',
      pathNumbers('pass-through'),
    ),
    concept(
      ['device domain, Domain0', '设备域, Domain0'],
      'the machine that owns the drivers',
      'price placement --technique para',
      pathNumbers('xen-split'),
    ),
    concept(
      ['front end / back end', '前端驱动 / 后端驱动'],
      'the two halves of a paravirtual device',
      'io virtio',
      pathNumbers('virtio-qemu'),
    ),
    concept(
      ['I/O ring adaptation', 'I/O环适配'],
      'deeper rings for large (44 KiB and more) and deep (32 and more) I/O',
      'io --path xen-split,xen-adapted --size 65536',
      pathNumbers('xen-adapted'),
    ),
    concept(
      ['interrupt delivery, posted interrupt', '中断投递, 直接投递中断'],
      'an interrupt reaches the guest with or without leaving it',
      'price interrupts --irqs 50000',
      eventNumbers('hardware-sriov', 'external-irq', 'eoi'),
    ),
    concept(
      ['virtio ring, stage', 'virtio 环, 阶段'],
      'the way of a request: front end, ring, back end, volume, block layer, driver',
      'io virtio --volume',
      pathNumbers('virtio-qemu'),
    ),
  ],
};
