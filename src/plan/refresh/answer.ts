import type { EnergyYear } from '../energy.ts';

/** One cluster before and after its hosts are replaced. */
export interface RefreshAnswer {
  cluster: string;
  hostsBefore: number;
  hostsAfter: number;
  /** Fewest new hosts any packing can do with, failures tolerated on top. */
  bound: number;
  /** Work of a new core over an old one: GHz ratio x IPC factor. */
  speed: number;
  /** Mean CPU use; undefined when hosts do not tell theirs. */
  useBefore: number | undefined;
  useAfter: number | undefined;
  energyBefore: EnergyYear | undefined;
  energyAfter: EnergyYear | undefined;
  price: number;
  /** Of the price; undefined where none is given. */
  currency: string | undefined;
  /** Years until saved energy has paid the hosts; null: never. */
  paybackYears: number | null;
}
