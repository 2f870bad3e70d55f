/**
 * What a machine takes of a host: `on` its vCPUs and memory, `suspended` its memory alone, `off` nothing. `unknown`:
 * the source has a word no table knows; such a machine counts as running, and the plan is answered without it too.
 */
export type PowerState = 'on' | 'suspended' | 'off' | 'unknown';

/** The words and codes of one tool, and where they are listed. */
interface PowerWords {
  tool: string;
  source: string;
  on: readonly string[];
  suspended: readonly string[];
  off: readonly string[];
  /** Numbers the tool writes instead of words. */
  codes?: Readonly<Record<string, PowerState>>;
}

/**
 * Power states by tool. A machine that is starting, stopping or moving still takes its place. One saved to disk counts
 * as suspended: the memory is needed again when it resumes.
 */
export const powerTables = [
  {
    tool: 'vsphere',
    source: 'vSphere Web Services API, VirtualMachinePowerState; labels of the vSphere Client',
    on: ['poweredOn', 'Powered On'],
    suspended: ['suspended'],
    off: ['poweredOff', 'Powered Off'],
  },
  {
    tool: 'libvirt',
    source: 'virsh(1), domstate; libvirt-domain.h, virDomainState',
    on: ['running', 'idle', 'blocked', 'in shutdown'],
    suspended: ['paused', 'pmsuspended'],
    off: ['shut off', 'shutoff', 'crashed', 'dying', 'inactive'],
    codes: {
      '1': 'on',
      '2': 'on',
      '3': 'suspended',
      '4': 'on',
      '5': 'off',
      '6': 'off',
      '7': 'suspended',
    },
  },
  {
    tool: 'proxmox',
    source: 'Proxmox VE qm(1), qm status; QEMU run states under qmpstatus',
    on: ['running', 'started', 'postmigrate', 'inmigrate'],
    suspended: ['paused', 'suspended', 'prelaunch'],
    off: ['stopped'],
  },
  {
    tool: 'xen',
    source: 'XenAPI vm_power_state; xl(1), list',
    on: ['running'],
    suspended: ['paused', 'suspended'],
    off: ['halted'],
  },
  {
    tool: 'ovirt',
    source: 'oVirt Engine API model, VmStatus',
    on: [
      ...['up', 'powering_up', 'wait_for_launch', 'migrating', 'reboot_in_progress'],
      ...['powering_down', 'saving_state', 'restoring_state', 'not_responding'],
    ],
    suspended: ['paused', 'suspended'],
    off: ['down', 'image_locked'],
  },
  {
    tool: 'hyperv',
    source: 'Microsoft.HyperV.PowerShell.VMState',
    on: ['Running', 'Starting', 'Stopping', 'Saving', 'Pausing', 'Resuming', 'Reset'],
    suspended: ['Paused', 'Saved', 'FastSaved'],
    off: ['Off'],
    codes: {
      '2': 'on',
      '3': 'off',
      '4': 'on',
      '6': 'suspended',
      '9': 'suspended',
      '10': 'on',
      '11': 'on',
    },
  },
  {
    tool: 'azure',
    source: 'Azure documentation, states and billing status of virtual machines',
    on: [
      ...['VM running', 'VM starting', 'VM stopping', 'VM deallocating'],
      ...['running', 'starting', 'stopping', 'deallocating'],
    ],
    suspended: [],
    off: [
      ...['VM stopped', 'VM deallocated', 'stopped', 'deallocated', 'Stopped (deallocated)'],
      ...['StoppedDeallocated', 'VM hibernated', 'hibernated'],
    ],
  },
  {
    tool: 'nova',
    source: 'OpenStack Compute API guide, server status; nova.compute.power_state',
    on: [
      ...['ACTIVE', 'BUILD', 'REBUILD', 'REBOOT', 'HARD_REBOOT', 'RESIZE', 'VERIFY_RESIZE'],
      ...['REVERT_RESIZE', 'MIGRATING', 'PASSWORD', 'RESCUE', 'Running'],
    ],
    suspended: ['PAUSED', 'SUSPENDED', 'Paused', 'Suspended'],
    off: [
      ...['SHUTOFF', 'SHELVED', 'SHELVED_OFFLOADED', 'DELETED', 'SOFT_DELETED', 'STOPPED'],
      ...['Shutdown', 'Crashed'],
    ],
    codes: { '1': 'on', '3': 'suspended', '4': 'off', '6': 'off', '7': 'suspended' },
  },
  {
    tool: 'ec2',
    source: 'Amazon EC2 API, InstanceState',
    on: ['pending', 'running', 'stopping', 'shutting-down'],
    suspended: [],
    off: ['stopped', 'terminated'],
    codes: { '0': 'on', '16': 'on', '32': 'on', '48': 'off', '64': 'on', '80': 'off' },
  },
  {
    tool: 'gce',
    source: 'Compute Engine documentation, instance life cycle',
    on: ['PROVISIONING', 'STAGING', 'RUNNING', 'STOPPING', 'SUSPENDING', 'REPAIRING'],
    suspended: ['SUSPENDED'],
    off: ['TERMINATED', 'STOPPED'],
  },
  {
    tool: 'kubevirt',
    source: 'KubeVirt API, VirtualMachinePrintableStatus and VirtualMachineInstancePhase',
    on: [
      ...['Running', 'Starting', 'Stopping', 'Terminating', 'Migrating', 'Provisioning'],
      ...['Pending', 'Scheduling', 'Scheduled', 'WaitingForReceiver', 'WaitingForVolumeBinding'],
    ],
    suspended: ['Paused'],
    off: ['Stopped', 'Succeeded', 'Failed'],
  },
  {
    tool: 'nutanix',
    source: 'Nutanix Prism API, VM power_state',
    on: ['ON', 'POWERING_ON'],
    suspended: ['PAUSED', 'SUSPENDED'],
    off: ['OFF'],
  },
  {
    tool: 'opennebula',
    source: 'OpenNebula documentation, virtual machine states',
    on: ['ACTIVE', 'RUNNING', 'PROLOG', 'BOOT', 'EPILOG'],
    suspended: ['SUSPENDED'],
    off: ['POWEROFF', 'UNDEPLOYED', 'STOPPED', 'DONE', 'HOLD'],
  },
  {
    tool: 'cloudstack',
    source: 'Apache CloudStack, VirtualMachine.State',
    on: ['Running', 'Starting', 'Stopping', 'Migrating'],
    suspended: [],
    off: ['Stopped', 'Destroyed', 'Expunging', 'Shutdown'],
  },
  {
    tool: 'yes or no',
    source: 'columns such as powered_on',
    on: ['true', 'yes', 'y', 'on', '1', 'powered', 'alive'],
    suspended: [],
    off: ['false', 'no', 'n', 'off', '0', 'unpowered', 'not running'],
  },
] as const satisfies readonly PowerWords[];

export type PowerTool = (typeof powerTables)[number]['tool'];

/** Words alike but for case, spaces and marks are one; Azure's prefix is no part of its words. */
const plain = (word: string) =>
  word
    .toLowerCase()
    .replace(/^powerstate\//, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

const wordsOf = (tables: readonly PowerWords[]): ReadonlyMap<string, PowerState> =>
  new Map(
    tables.flatMap(({ on, suspended, off }) =>
      Object.entries({ on, suspended, off }).flatMap(([state, words]) =>
        words.map((word): [string, PowerState] => [plain(word), state as PowerState]),
      ),
    ),
  );

const everyWord = wordsOf(powerTables);
const byTool = new Map<string, PowerWords>(powerTables.map((table) => [table.tool, table]));

/**
 * The state a word stands for; `tool` adds the numbers that tool writes. A word of no table, and none at all, is
 * `unknown`.
 */
export function powerStateOf(word: string, tool?: PowerTool): PowerState {
  const key = plain(word);
  const code = tool === undefined ? undefined : byTool.get(tool)?.codes?.[key];
  return code ?? everyWord.get(key) ?? 'unknown';
}
