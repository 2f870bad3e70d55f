import { desktopNumbers } from '../model/levels/desktop-numbers.ts';
import { jitless, wasmJit, wslFiles } from '../model/levels/levels.ts';
import { libraryCallS } from '../model/levels/library-call.ts';
import { workstation } from '../model/placement/constants.ts';
import { controlPlanes } from '../plan/create/planes.ts';
import { type ConceptGroup, concept, constants, eventNumbers, pathNumbers } from './concept.ts';

/** What is virtualized at which level, and where the monitor sits. */
export const virtualization: ConceptGroup = {
  id: 'virtualization',
  title: 'Levels and kinds of virtualization',
  concepts: [
    concept(
      ['virtualization', '虚拟化'],
      'showing a resource in another form so that it can be shared or moved',
      'price --workload server',
      eventNumbers('hardware', 'cpuid', 'hypercall', 'pio-user', 'eoi', 'hlt-wake'),
    ),
    concept(
      ['virtual machine monitor, hypervisor', '虚拟机监视器, 虚拟化层'],
      'the layer that owns the hardware and multiplexes it',
      'price --workload server --technique hardware',
      eventNumbers('hardware', 'hypercall', 'cpuid', 'msr-write'),
    ),
    concept(
      ['host / guest OS', '宿主(Host OS) / 客户(Guest OS)'],
      'the system on the machine, and the system inside the virtual machine',
      'price --rates syscall=1000',
      eventNumbers('hardware', 'syscall'),
    ),
    concept(
      ['type 1, bare-metal', '一型, 裸金属虚拟化'],
      'the monitor stands directly on the hardware',
      'io --path xen-split',
      pathNumbers('xen-split'),
    ),
    concept(
      ['type 2, hosted', '二型, 寄居虚拟化'],
      'the monitor is a program of a host system',
      'price placement --technique full',
      constants(...Object.values(workstation)),
    ),
    concept(
      ['hybrid', '混合虚拟化'],
      'the monitor is a module of an ordinary kernel (KVM)',
      'price placement --technique hardware',
      eventNumbers('hardware', 'pio-user', 'device-request'),
    ),
    concept(
      ['full virtualization', '全虚拟化'],
      'the guest runs unmodified',
      'price --workload server --technique full',
      eventNumbers('full', 'syscall', 'page-fault', 'pte-write', 'pio-user'),
    ),
    concept(
      ['paravirtualization', '半虚拟化, 准虚拟化'],
      'the guest knows the monitor and calls it',
      'price --workload server --technique para',
      eventNumbers('para', 'hypercall', 'syscall', 'page-fault', 'pte-write'),
    ),
    concept(
      ['hardware-assisted', '硬件辅助虚拟化'],
      'the processor has a mode for guests (VT-x, AMD-V)',
      'price --workload server --technique hardware',
      eventNumbers('hardware', 'hypercall', 'cpuid', 'page-fault', 'eoi'),
    ),
    concept(
      ['emulator', '模拟器'],
      'a whole machine in software, of another instruction set where wanted',
      'price --workload server --technique emulation',
      eventNumbers('emulation', 'alu', 'fp', 'branch', 'syscall'),
    ),
    concept(
      ['binary translation', '指令转换'],
      'rewriting guest code into code that is safe on the host',
      'price --rates popf=1000,branch=1000,syscall=1000 --technique full',
      eventNumbers('full', 'popf', 'branch', 'syscall'),
    ),
    concept(
      [
        'ISA / HAL / OS / library / language level',
        '指令集 / 硬件抽象层 / 操作系统层 / 运行库(库) / 语言层虚拟化',
      ],
      'the five classic levels a system can be virtualized at',
      'price levels',
      constants(jitless, wasmJit, wslFiles, libraryCallS),
    ),
    concept(
      ['desktop virtualization', '桌面虚拟化'],
      'desktops run centrally, pictures are sent',
      'price desktops --users 100',
      constants(...Object.values(desktopNumbers)),
    ),
    concept(
      ['application virtualization', '应用虚拟化'],
      'a program is delivered without being installed',
      'price levels --api-calls 50000',
      constants(libraryCallS),
    ),
    concept(
      ['virtual appliance', '虚拟装置'],
      'a virtual machine shipped ready to run',
      'plan create --image 1GiB',
      {
        sourced: () =>
          controlPlanes.flatMap(({ api, agent, bootS }) => [api.serviceS, agent.serviceS, bootS]),
      },
    ),
    concept(
      ['library call, API translation', 'API 转换'],
      'calls of one system’s library answered on another, as Wine does',
      'price library --frames 110.6 --frames-native 860.7',
      constants(libraryCallS),
    ),
    concept(
      ['boot storm', '启动风暴'],
      'many desktops that boot at once',
      'price desktops --users 1000 --storm 10',
      constants(desktopNumbers.stormPerMinute, desktopNumbers.bootIops, desktopNumbers.bootS),
    ),
  ],
};
