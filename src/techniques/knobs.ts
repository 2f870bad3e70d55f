import { printable, UserError } from '../errors.ts';
import type { Settings } from './settings.ts';
import type { PlacementId, Technique } from './technique.ts';

/** One change of a composition, written behind its id: `hardware@hosted`. */
export interface Knob {
  id: string;
  title: string;
  /** Where the monitor sits; only where there is a monitor. */
  placement?: PlacementId;
  settings?: Settings;
}

/** Every knob. A new one is one line. */
export const knobs: readonly Knob[] = [
  { id: 'hosted', title: 'monitor on a host system (type 2)', placement: 'hosted' },
  {
    id: 'bare-metal',
    title: 'monitor under a driver domain (type 1)',
    placement: 'bare-metal',
  },
  { id: 'hybrid', title: 'monitor in the host kernel', placement: 'kernel-module' },
  {
    id: 'no-flexpriority',
    title: 'no TPR shadow: CR8 and TPR writes exit',
    settings: { flexPriority: false },
  },
  { id: 'rdtsc-exiting', title: 'RDTSC exits', settings: { rdtscExiting: true } },
  {
    id: 'user-irqchip',
    title: 'interrupt controller in user space',
    settings: { irqchip: 'user' },
  },
  { id: 'no-ple', title: 'no exit on PAUSE loops', settings: { ple: false } },
  {
    id: 'ring-batch-8',
    title: 'one notification for eight requests of a ring',
    settings: { ringBatch: 8 },
  },
];

/** The technique with knobs turned; its id names them in their order in the list. */
export function turnedBy(technique: Technique, ids: readonly string[]): Technique {
  const unknown = ids.find((id) => !knobs.some((knob) => knob.id === id));
  if (unknown !== undefined || new Set(ids).size !== ids.length) {
    throw new UserError(
      printable(
        `expected knobs of ${technique.id} (${knobs.map(({ id }) => id).join(', ')}), each once, found "${ids.join(',')}".`,
      ),
    );
  }
  const chosen = knobs.filter(({ id }) => ids.includes(id));
  const places = chosen.filter(({ placement }) => placement !== undefined);
  if (places.length > 1 || (places.length === 1 && technique.placement === 'none')) {
    const found = places.map(({ id }) => id).join(',');
    throw new UserError(
      technique.placement === 'none'
        ? `expected a technique with a monitor to place, found "${technique.id}@${found}".`
        : `expected one place of the monitor, found "${technique.id}@${found}".`,
    );
  }
  return {
    ...technique,
    id: `${technique.id}@${chosen.map(({ id }) => id).join(',')}`,
    title: `${technique.title} (${chosen.map(({ title }) => title).join('; ')})`,
    placement: places[0]?.placement ?? technique.placement,
    settings: Object.assign({}, ...chosen.map(({ settings }) => settings)) as Settings,
  };
}
