import { vmfsExtraCpu } from '../../model/io/storage/mode-list.ts';
import type { Predictor } from './predictor.ts';

/** Storage modes. */
export const storageEntries: readonly Predictor[] = [
  {
    ids: /^vmfs-rdm$/,
    predict: () => ({
      random: 100 * vmfsExtraCpu.random.value,
      sequential: 100 * vmfsExtraCpu.sequential.value,
    }),
    bound: 0,
    calibration: /./,
  },
];
