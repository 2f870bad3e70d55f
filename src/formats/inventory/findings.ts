import { badInput, printable } from '../../errors.ts';
import type { InventoryFinding, InventoryHost, InventoryVm } from '../../plan/inventory.ts';

/** Hosts and machines as a reader collects them, with what was wrong but kept. */
export class Collected {
  readonly hosts: InventoryHost[] = [];
  readonly vms: InventoryVm[] = [];
  private readonly found = new Map<string, InventoryFinding>();

  finding(kind: InventoryFinding['kind'], message: string): void {
    const known = this.found.get(kind + message);
    if (known) known.count++;
    else if (this.found.size < 1000) this.found.set(kind + message, { kind, message, count: 1 });
  }

  findings(): InventoryFinding[] {
    return [...this.found.values()];
  }

  /** A size from text: empty is 0, a negative one counts as 0 and is reported, a word is refused. */
  amount(text: string | undefined, what: string, file: string, line?: number): number {
    const trimmed = (text ?? '').trim();
    if (trimmed === '') return 0;
    const value = Number(trimmed);
    if (!Number.isFinite(value)) {
      throw badInput({
        file,
        line,
        expected: `a number for ${what}`,
        found: `"${printable(trimmed, 60)}"`,
      });
    }
    if (value >= 0) return value;
    this.finding('bad-number', `negative ${what} counts as 0`);
    return 0;
  }

  host(host: Partial<InventoryHost> & { name: string }): void {
    this.hosts.push({
      cluster: DEFAULT_CLUSTER,
      sockets: 1,
      cores: 0,
      mhzPerCore: 0,
      memoryMib: 0,
      inMaintenance: false,
      ...host,
    });
  }

  vm(vm: Partial<InventoryVm> & { name: string }): void {
    this.vms.push({
      cluster: DEFAULT_CLUSTER,
      host: '',
      poweredOn: true,
      template: false,
      vcpus: 0,
      memoryMib: 0,
      provisionedMib: 0,
      inUseMib: 0,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
      ...vm,
    });
  }
}

/** Exports that know no clusters are one cluster of this name. */
export const DEFAULT_CLUSTER = 'all';
