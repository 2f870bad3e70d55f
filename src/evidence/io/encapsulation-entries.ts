import { encapsulation, espBytes } from '../../model/io/network/encapsulation.ts';
import type { Predictor } from './predictor.ts';

/** Names the reference uses where they differ from ours. */
const renamed: Record<string, string> = {
  'vxlan-ipv4': 'vxlan',
  'lisp-ipv4': 'lisp',
  'geneve-ipv4': 'geneve',
};

export const encapsulationEntries: readonly Predictor[] = [
  {
    ids: /^encap-/,
    predict: ({ id }) => {
      const name = id.slice('encap-'.length);
      if (name.startsWith('ipsec')) return espBytes().bytes;
      try {
        return encapsulation(renamed[name] ?? name).bytes;
      } catch {
        return null;
      }
    },
    bound: 0,
  },
];
