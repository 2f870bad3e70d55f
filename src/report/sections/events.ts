import { runWords } from '../../messages/run.ts';
import type { EventSurvey } from '../../model/event-bill/survey.ts';
import { eventBars } from '../charts/event-bars.ts';
import { eventHeatMap } from '../charts/event-heat-map.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

/** Published figures beside which a model has no say: start, memory and throughput. */
const containersAgainstVms = [
  {
    measure: 'Start',
    container: 'runc 20 ms',
    vm: 'Kata on QEMU 500 ms; Firecracker at most 125 ms',
    source: 'blog, rounded; Firecracker specification',
  },
  {
    measure: 'Memory of an empty instance',
    container: 'runc 4.09 MB; gVisor 23.7 MB',
    vm: 'Firecracker monitor at most 5 MiB',
    source: 'gVisor CI data; Firecracker specification',
  },
  {
    measure: 'Density',
    container: 'node: runc 76.7 MB, gVisor 124 MB each',
    vm: '5 microVMs per core and second',
    source: 'gVisor CI data; Firecracker specification',
  },
  {
    measure: 'Linpack (CPU)',
    container: 'Docker 290.9 of 290.8 GFLOPS',
    vm: 'KVM tuned 284.2; untuned 130.3',
    source: 'Felter et al., raw data',
  },
  {
    measure: 'STREAM triad, two sockets',
    container: 'Docker 45.63 of 45.60 GB/s',
    vm: 'KVM 45.02 GB/s',
    source: 'Felter et al., raw data',
  },
  {
    measure: 'System call',
    container: 'runc 1939 ns',
    vm: 'gVisor on KVM 763 ns; default platform 38219 ns',
    source: 'gVisor CI data',
  },
  { measure: 'Image size', container: 'no figure read', vm: 'no figure read', source: 'unknown' },
];

/** Recalled from Dall et al., ISCA 2016: the abstract alone was read. */
const kvmAgainstXen = [
  { operation: 'Hypercall', 'KVM x86': 1300, 'Xen x86': 1228, 'KVM Arm': 6500, 'Xen Arm': 376 },
  {
    operation: 'Interrupt controller trap',
    'KVM x86': 2384,
    'Xen x86': 1734,
    'KVM Arm': 7370,
    'Xen Arm': 1356,
  },
  { operation: 'Virtual IPI', 'KVM x86': 5230, 'Xen x86': 5562, 'KVM Arm': 11557, 'Xen Arm': 5978 },
  { operation: 'VM switch', 'KVM x86': 4812, 'Xen x86': 10534, 'KVM Arm': 10387, 'Xen Arm': 8799 },
  {
    operation: 'I/O latency out',
    'KVM x86': 560,
    'Xen x86': 11262,
    'KVM Arm': 6024,
    'Xen Arm': 16491,
  },
];

/** Events by technique, a workload's bill, knobs, KVM and Xen, containers and VMs. */
export function eventSections(survey: EventSurvey): Section[] {
  const knobs = survey.knobs.map(({ knob, cycles, low, high }) => ({ knob, cycles, low, high }));
  return [
    {
      id: 'events',
      title: runWords.eventsTitle(),
      text: html`<p>${runWords.eventsText()}</p>`,
      figures: [eventHeatMap(survey), eventBars(survey.parts)],
    },
    {
      id: 'knobs',
      title: runWords.knobsTitle(),
      text: html`<p>${runWords.knobsText()}</p>`,
      figures: [tableFigure('knob-effects', runWords.knobsTable(), knobs)],
    },
    {
      id: 'kvm-xen',
      title: runWords.kvmXenTitle(),
      text: html`<p>${runWords.kvmXenText()}</p>`,
      figures: [tableFigure('kvm-xen-operations', runWords.kvmXenTable(), kvmAgainstXen)],
    },
    {
      id: 'containers-vms',
      title: runWords.containersTitle(),
      text: html`<p>${runWords.containersText()}</p>`,
      figures: [
        tableFigure('containers-vms-published', runWords.containersTable(), containersAgainstVms),
      ],
    },
  ];
}
