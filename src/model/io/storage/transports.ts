import { chosen } from '../../chosen.ts';
import { type Transport, transports } from './transport-list.ts';

export function transport(id: string): Transport {
  return chosen(transports, id, 'a transport');
}
