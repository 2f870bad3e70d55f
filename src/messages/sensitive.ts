import { vocabulary } from '../message.ts';

/** Instruction sets whose title holds words beside names. */
export const instructionSets = vocabulary('instruction-set', {
  zh: {
    'x86-64 with UMIP': 'x86-64（带 UMIP）',
    'x86-64 with VT-x or SVM': 'x86-64（带 VT-x 或 SVM）',
    'RISC-V (base, S mode)': 'RISC-V（基础，S 模式）',
    'RISC-V with H': 'RISC-V（带 H 扩展）',
    'ARMv7 without HYP': 'ARMv7（无 HYP）',
    'ARMv8 with EL2': 'ARMv8（带 EL2）',
  },
});

/** What techniques do with an instruction, and the controls that decide whether it exits. */
export const sensitiveWords = vocabulary('sensitive', {
  zh: {
    instructions: '指令',
    'traps when deprivileged': '降权时是否陷入',
    why: '原因',
    'trap and emulate': '陷入模拟',
    'binary translation': '二进制翻译',
    paravirtual: '半虚拟化',
    hardware: '硬件辅助',
    UMIP: 'UMIP',
    source: '来源',
    'privileged: traps outside ring 0': '特权指令：在 ring 0 之外陷入',
    '#GP, then emulated': '#GP，随后仿真',
    'translated in line, or a call out': '就地翻译，或调用外部例程',
    hypercall: '超级调用',
    'native, or an exit as the control says': '原生执行，或按控制位退出',
    unchanged: '不变',
    'reads a system register without a privilege check': '不作特权检查即读系统寄存器',
    'leaks the host value, no trap': '泄露宿主机的值，不陷入',
    translated: '翻译',
    'the guest source avoids it': '客户机源码避开它',
    'native on guest state, or descriptor-table exiting': '在客户机状态上原生执行，或描述符表退出',
    '#GP in user mode': '用户态下 #GP',
    'POPF drops a change of the interrupt flag in user mode silently':
      'POPF 在用户态静默丢弃对中断标志的改动',
    'silently wrong': '静默出错',
    'translated, the interrupt flag is virtual': '翻译，中断标志为虚拟',
    'virtual interrupt flag in memory shared with the monitor':
      '虚拟中断标志位于与监控器共享的内存',
    native: '原生执行',
    'shows or depends on the privilege level it runs at': '显露或取决于所处特权级',
    'the real privilege level is visible': '可见真实特权级',
    'the guest knows that it is in ring 1 or 3': '客户机知道自己在 ring 1 或 3',
    // VM-execution controls.
    'none (unconditional)': '无（无条件）',
    'CPUID, GETSEC, INVD, XSETBV, VMCALL and all VMX instructions exit':
      'CPUID、GETSEC、INVD、XSETBV、VMCALL 与所有 VMX 指令退出',
    'CR3-load and CR3-store exiting': 'CR3 装载与存储退出',
    'the first processors support only the 1-setting: each CR3 access exits':
      '最早的处理器只支持置 1：每次访问 CR3 都退出',
    'CR0 and CR4 masks and read shadows': 'CR0 与 CR4 的掩码和读影子',
    'exit only if a masked bit differs from the shadow': '仅当被掩码的位与影子不同时退出',
    'I/O bitmaps': 'I/O 位图',
    'exit unless the bit of the port is clear': '除非端口对应位为 0，否则退出',
    'MSR bitmap': 'MSR 位图',
    'exit unless the bit is clear; outside 0-1FFFH and C0000000H-C0001FFFH always':
      '除非对应位为 0，否则退出；0-1FFFH 与 C0000000H-C0001FFFH 之外总是退出',
    'HLT, MWAIT, PAUSE, INVLPG, RDTSC, WBINVD, MOV DR exiting':
      'HLT、MWAIT、PAUSE、INVLPG、RDTSC、WBINVD、MOV DR 退出',
    'one bit each': '各一位',
    'pause-loop exiting': 'PAUSE 循环退出',
    'at CPL 0, exits after a PAUSE loop longer than the window':
      '在 CPL 0，PAUSE 循环超过窗口后退出',
    'TPR shadow and threshold (FlexPriority)': 'TPR 影子与阈值（FlexPriority）',
    'no exit unless the priority drops below the threshold': '除非优先级降到阈值以下，否则不退出',
    'APIC-register virtualization, virtual-interrupt delivery, posted interrupts':
      'APIC 寄存器虚拟化、虚拟中断投递、投递中断',
    'removes EOI, TPR, most ICR and injection exits': '消除 EOI、TPR、多数 ICR 与注入的退出',
    'EPT and VPID': 'EPT 与 VPID',
    'CR3, INVLPG and guest page faults no longer exit; EPT violations appear':
      'CR3、INVLPG 与客户机缺页不再退出；出现 EPT 违例',
    'VMCS shadowing': 'VMCS 影子',
    'VMREAD and VMWRITE of an inner monitor do not exit': '内层监控器的 VMREAD 与 VMWRITE 不退出',
    'preemption timer': '抢占定时器',
    'the deadline needs no timer of the host': '到期不需宿主机定时器',
    'external-interrupt exiting': '外部中断退出',
    'a host interrupt exits unless it is posted': '宿主机中断会退出，除非是投递中断',
    'descriptor-table exiting': '描述符表退出',
    'LGDT, SGDT and their kin exit': 'LGDT、SGDT 及同类指令退出',
  },
});
