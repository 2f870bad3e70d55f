/** Only hosts that are `up` carry machines; `unknown`: a word no table knows, counted as up and answered both ways. */
export type HostState = 'up' | 'maintenance' | 'down' | 'disabled' | 'unknown';

/** Words of host states, by what they mean for capacity, and the tools that write them. */
const words: Readonly<Record<Exclude<HostState, 'unknown'>, readonly string[]>> = {
  // vSphere connectionState, Nova state and status, Proxmox, Kubernetes, oVirt HostStatus, Hyper-V, XenServer
  up: [
    ...['up', 'connected', 'online', 'enabled', 'ready', 'active', 'running', 'ok', 'normal'],
    ...['poweredOn', 'powered on', 'on', 'notInMaintenance', 'healthy', 'alive', 'available'],
  ],
  maintenance: [
    ...[
      'maintenance',
      'inMaintenance',
      'in maintenance',
      'maintenance mode',
      'draining',
      'drained',
    ],
    ...['preparing_for_maintenance', 'enteringMaintenance', 'entering maintenance', 'paused'],
  ],
  down: [
    ...['down', 'offline', 'disconnected', 'notResponding', 'not responding', 'non_responsive'],
    ...['poweredOff', 'powered off', 'off', 'standby', 'standBy', 'NotReady', 'not ready', 'error'],
    ...['kdumping', 'non_operational', 'install_failed', 'halted', 'dead', 'unreachable', 'lost'],
    ...['ready,unreachable', 'rebooting', 'reboot', 'shutoff', 'stopped', 'failed', 'initializing'],
    ...['connecting', 'installing', 'pending_approval', 'unassigned', 'suspended'],
  ],
  disabled: [
    ...['disabled', 'SchedulingDisabled', 'Ready,SchedulingDisabled', 'cordoned', 'unschedulable'],
    ...['quarantine', 'in quarantine', 'forced_down', 'evacuated', 'fenced', 'isolated'],
  ],
};

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const states: ReadonlyMap<string, HostState> = new Map(
  Object.entries(words).flatMap(([state, list]) =>
    list.map((word): [string, HostState] => [plain(word), state as HostState]),
  ),
);

/** The state a word stands for, or unknown. */
export const hostStateOf = (word: string): HostState => states.get(plain(word)) ?? 'unknown';

/** Of several things said of one host the first that keeps machines away counts. */
export const worstOf = (said: readonly HostState[]): HostState =>
  said.find((state) => state !== 'up' && state !== 'unknown') ??
  (said.includes('unknown') ? 'unknown' : 'up');

/** Whether machines can run on a host. */
export const isUp = ({ state }: { state: HostState }): boolean =>
  state === 'up' || state === 'unknown';
