import { commands } from '../src/commands/index.ts';
import { suites } from '../src/evidence/index.ts';
import { hosts } from '../src/hosts/index.ts';
import { textIn } from '../src/message.ts';
import { headingText } from '../src/messages/headings.ts';
import { techniques } from '../src/techniques/compositions.ts';
import { eventIds } from '../src/techniques/events.ts';
import { mixIds } from '../src/workloads/mixes/index.ts';
import { chineseTexts, quoted } from './page-language.ts';

const listed = (words: string) => words.trim().split(/\s+/);

/** Products, companies, people and parts, as they are written in Chinese too. */
const products = listed(`
  virtcost Linux Windows Xen Debian Chromium Kubernetes OpenShift Virtualization Engine Nutanix Collector Proxmox Oracle Database
  Enterprise Edition Server Standard Datacenter Datacenters Virtual Foundation Red Hat Amazon Azure Migrate Site Recovery Aurora
  Dell Intel Xeon Platinum Gold Silver Pentium Cascade Lake Ice Sapphire Rapids Sandy Bridge Haswell Nehalem Westmere Broadwell Skylake Zen Ampere Arm Jaguar Neoverse
  Firecracker Kata Cloud Hypervisor Wine Workstation Lance Open Geneve Rowhammer Nova OpenStack Java Virtuoso Sniper Gainestown
  classic drcachesim Linpack Popek Goldberg Host Guest Pass-through Huawei Bms Virtuozzo Guaranteed Docker Felter Huang Dall
  nova ecs cvm aws azure alibaba tencent kubevirt proxmox rhel sql oracle windows kvm kvmperf valgrind gcc chromium
`);

/** Words of the field that Chinese texts keep: programs, protocols, file systems, settings, patterns of access. */
const field = listed(`
  virtio vhost overlay cgroup cgroups chroot seccomp iptables nftables conntrack megaflow slab unikernel init fork exec ioctl pod Pod
  ping mlc runc crun youki xfs btrfs tmpfs overlayfs metacopy volatile bash busybox node multifd xbzrle libxenguest libxl miimon downdelay
  uuid ksmd steal resctrl raw trim triad zipf Zipf gups ipc uts mnt net pid user avx fma cpuid syscall vlan vxlan gre ipip ipsec
  geneve mpls nvgre lisp stt wireguard iscsi nfs rand seq nvme cow row qcow eevdf slices credit dpm drs ceil max min spot echo
  violation misconfiguration cpu cpuacct memory devices freezer blkio pids worker main source store warm downward metrics
  pcid refs all shadow none any nested value cxl consolidate storage clx cx mid ready kg km ns ms us usage perf esxtop domstats events
`);

/** Names that the inputs of the calls give machines, clusters, files and plans. */
const given = listed(`
  web hog db cache batch database build old middle new large small sample tiny day flat more test
  Mgmt wasgdbtest shop by steps keep three zone rack application servers apart zones today hosts fewer tenth machines two a Two
  newer Newer pointer chase
`);

const ids = [
  ...Object.keys(commands),
  ...Object.keys(suites),
  ...hosts.flatMap(({ id }) => id.split('-')),
  ...techniques.flatMap(({ id }) => id.split('-')),
  ...eventIds.flatMap((id) => id.split('-')),
  ...mixIds,
];

const allowed = new Set([...products, ...field, ...given, ...ids]);

/** Columns of names, ids and instructions. */
const named = new Set([
  ...quoted,
  ...'VM vm machine host workload cluster name file group zone from to fails figures id'.split(' '),
  ...['hangs on', 'what was found', 'largest of them', 'hidden', 'hosts', 'also read as'],
]);

/** What a text holds that is typed or quoted: commands, flags, paths, cells of results, sources. */
const typed =
  /virtcost [\w-]+(?: [\w./=:,-]+)*|--[\w-]+(?: [\w./-]+)?|“[\x20-\x7e]*”|来源：.*|\S*\/\S*/g;

const pieces = /[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff()“”‘’,;:|]+/g;
const word = /^(?:[A-Za-z][a-z'’]+|[A-Z][a-z]+(?:-[a-z]+)+)[.!?]?$/;

/** English words of a Chinese text that are neither names nor words the field keeps. */
export const englishWords = (text: string): string[] =>
  (text.replaceAll(typed, ' ').match(pieces) ?? []).filter(
    (piece) => word.test(piece) && !allowed.has(piece.replace(/[.!?]$/, '')),
  );

/** Texts of a page in Chinese that hold such words, each with them. */
export const leftInEnglish = (page: string): string[] => [
  ...new Set(
    chineseTexts(page).flatMap(({ text, column }) => {
      const found = named.has(column ?? '') ? [] : englishWords(text);
      return found.length > 0 ? [`${found.join(' ')}: ${text}`] : [];
    }),
  ),
];

/** What stands above a column, as a terminal in Chinese has it. */
const namedInChinese = new Set([...named].map((name) => textIn(headingText(name), 'zh')));

const cellsOf = (line: string) =>
  line
    .replace(/^\| | \|$/g, '')
    .split(' | ')
    .map((cell) => cell.replaceAll(/\\(.)/g, '$1'));

/** The same of what a terminal shows with `--format markdown`, where columns can be told apart. */
export function leftInEnglishOfMarkdown(output: string): string[] {
  const found: string[] = [];
  let headings: string[] | undefined;
  for (const line of output.split('\n')) {
    const isTable = line.startsWith('| ');
    const cells = isTable ? cellsOf(line) : [line];
    const above = isTable ? headings : [];
    cells.forEach((text, i) => {
      const words = namedInChinese.has(above?.[i] ?? '') ? [] : englishWords(text);
      if (words.length > 0) found.push(`${words.join(' ')}: ${text}`);
    });
    headings = isTable ? (headings ?? cells) : undefined;
  }
  return [...new Set(found)];
}
