import { vocabulary } from '../message.ts';

/** Titles of host profiles that hold words beside names of hardware. */
export const hostTitles = vocabulary('host-title', {
  zh: {
    'Intel Ice Lake-SP (Xeon 8380 class)': 'Intel Ice Lake-SP（Xeon 8380 级）',
    'Intel Nehalem (Xeon X5570 class)': 'Intel Nehalem（Xeon X5570 级）',
    'Intel Skylake-SP / Cascade Lake (28 cores)': 'Intel Skylake-SP / Cascade Lake（28 核）',
    'AMD family 16h (Jaguar)': 'AMD 16h 系列（Jaguar）',
    'Arm Neoverse N1 (server of 64 to 80 cores)': 'Arm Neoverse N1（64 至 80 核服务器）',
    'x86 laptop of the KVM/ARM study (kvmperf), known by its three anchors alone':
      'KVM/ARM 研究（kvmperf）的 x86 笔记本，仅有三个基准值',
    'x86 server of the KVM/ARM study (kvmperf), Linux 3.10, EPT, no APICv':
      'KVM/ARM 研究（kvmperf）的 x86 服务器，Linux 3.10，EPT，无 APICv',
    'Pentium 4 3.8 GHz class, first-generation VT-x (ASPLOS 2006)':
      'Pentium 4 3.8 GHz 级，第一代 VT-x（ASPLOS 2006）',
    '2x Xeon Platinum 8269CY 2.5 GHz (Cascade Lake), Linux 4.19, KPTI':
      '双路 Xeon Platinum 8269CY 2.5 GHz（Cascade Lake），Linux 4.19，KPTI',
    'Geometry of the ChampSim default; exits as on Cascade Lake':
      'ChampSim 默认结构；退出开销同 Cascade Lake',
    'Geometry of the Virtuoso baseline; exits as on Cascade Lake':
      'Virtuoso 基线结构；退出开销同 Cascade Lake',
    'Geometry of Sniper Gainestown; exits as on Cascade Lake':
      'Sniper Gainestown 结构；退出开销同 Cascade Lake',
    'Geometry of the drcachesim TLB simulator; exits as on Cascade Lake':
      'drcachesim TLB 模拟器结构；退出开销同 Cascade Lake',
    'Geometry of gem5 classic x86; exits as on Cascade Lake':
      'gem5 classic x86 结构；退出开销同 Cascade Lake',
    'Skylake-SP-like geometry of the DMT simulator, exits as on Cascade Lake':
      'DMT 模拟器的类 Skylake-SP 结构，退出开销同 Cascade Lake',
  },
});
