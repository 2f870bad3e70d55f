import type { Text } from '../../message.ts';

/** What another program, or the measured system itself once more, says of a target of a suite. */
export interface PeerFigure {
  /** Id and metric of the target it is a figure of. */
  id: string;
  metric: string;
  value: number | string;
}

/** Another program with figures for the cases of a suite. */
export interface Peer {
  name: string;
  suite: string;
  /** It is the measured system once more, not another program. */
  itself?: true;
  /** What it ran, in one sentence. */
  ran: Text;
  figures(): Promise<PeerFigure[]>;
}
