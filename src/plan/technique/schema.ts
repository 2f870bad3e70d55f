import { z } from 'zod';
import { hostNames } from '../../hosts/index.ts';
import { inMib } from '../../quantity-field.ts';
import { techniqueById, techniques } from '../../techniques/compositions.ts';
import type { Technique } from '../../techniques/technique.ts';
import { mixIds } from '../../workloads/mixes/index.ts';

const hardware = techniqueById('hardware');

/** What a plan compares: the named compositions, and today's usual one without EPT, its devices kept. */
export const planTechniques: readonly Technique[] = techniques.flatMap((technique) =>
  technique === hardware
    ? [
        {
          ...hardware,
          id: 'hardware-no-ept',
          title: 'Hardware-assisted, without EPT',
          describe: 'VT-x with shadow tables and virtio.',
          mmu: 'shadow' as const,
        },
        hardware,
      ]
    : [technique],
);

export const planTechnique = (id: string): Technique =>
  planTechniques.find((technique) => technique.id === id) ?? techniqueById(id);

/** Memory of a machine with devices of its own is pinned: pages are not shared. */
export const pinsMemory = (technique: string): boolean => {
  const { cpu, io } = planTechnique(technique);
  return cpu === 'native' || io === 'pass-through' || io === 'sr-iov';
};

const technique = z.enum(planTechniques.map(({ id }) => id));

/** What if the machines ran under another technique; prices come from the event and translation models. */
export const techniqueSchema = z.strictObject({
  to: technique.describe('technique the machines would run under'),
  from: technique.default('hardware').describe('what they run under today'),
  host: z.enum(hostNames).default('clx').describe('host profile the prices are of'),
  events: z.enum(mixIds).default('server').describe('event mix that stands for the machines'),
  footprintMiB: inMib(z.number().min(16).max(65_536)).default(2048).describe('memory each touches'),
});
export type TechniqueSwitch = z.output<typeof techniqueSchema>;
