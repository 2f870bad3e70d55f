import { present } from '../../elements.ts';
import type { Extent, Observation } from '../../qcow2/index.ts';
import type { Case } from '../suite.ts';
import type { StepPrediction } from './replay.ts';
import type { Step } from './sequence.ts';

type Fields = Record<string, unknown>;

/** The last full map of every image, to undo the recorded differences. */
export type RecordedMaps = Map<string, Extent[]>;

function equalityCase(id: string, metric: string, expected: unknown, predicted: unknown): Case {
  const pass = JSON.stringify(expected) === JSON.stringify(predicted);
  return { id, metric, unit: '', expected, predicted, error: null, bound: null, pass };
}

/** A map as a case: its number of extents, or the first extent that differs. */
function mapCase(id: string, metric: string, expected: Extent[], predicted: Extent[]): Case {
  const at = expected.findIndex((extent, i) => String(extent) !== String(predicted[i]));
  const first = at === -1 && expected.length < predicted.length ? expected.length : at;
  if (first === -1) return equalityCase(id, metric, expected.length, predicted.length);
  return equalityCase(id, metric, expected[first] ?? null, predicted[first] ?? null);
}

function recordedMap(maps: RecordedMaps, image: string, observed: Fields): Extent[] {
  let map = observed.map as Extent[] | undefined;
  if (!map) {
    const [removed, added] = observed.mapd as [number[], Extent[]];
    const gone = new Set(removed);
    const kept = (maps.get(image) ?? []).filter((extent) => !gone.has(extent[0]));
    map = [...kept, ...added].sort((a, b) => a[0] - b[0]);
  }
  maps.set(image, map);
  return map;
}

function observationCases(
  id: string,
  image: string,
  observed: Fields,
  map: Extent[],
  predicted: Observation | undefined,
): Case[] {
  const metric = (name: string) => `${image}.${name}`;
  const cases = [mapCase(id, metric('map'), map, predicted?.map ?? [])];
  for (const name of ['chk', 'ref', 'dig', 'runs'] as const) {
    cases.push(equalityCase(id, metric(name), observed[name], predicted?.[name]));
  }
  return cases;
}

/** Data reads, writes and zero ranges of every image that had any, in the order of their names. */
function dataIo(io: Record<string, Fields>): Record<string, Fields> {
  const out: Record<string, Fields> = {};
  for (const image of Object.keys(io).sort()) {
    const { dr, dw, dz } = present(io[image]);
    if (dr || dw || dz) out[image] = { dr: dr ?? [0, 0], dw: dw ?? [0, 0], dz: dz ?? [0, 0] };
  }
  return out;
}

/** Every recorded field of one step against its prediction. */
export function compareStep(
  id: string,
  step: Step,
  predicted: StepPrediction,
  maps: RecordedMaps,
): Case[] {
  const cases: Case[] = [];
  for (const [image, value] of Object.entries((step.obs ?? {}) as Record<string, Fields>)) {
    const map = recordedMap(maps, image, value);
    cases.push(...observationCases(id, image, value, map, predicted.obs[image]));
  }
  // Where a data cluster was reused as a table inside one batch the recording is ambiguous.
  if (step.io && step.io_reuse === undefined && predicted.io) {
    const expected = dataIo(step.io as Record<string, Fields>);
    cases.push(equalityCase(id, 'io', expected, dataIo(predicted.io as Record<string, Fields>)));
  }
  return cases;
}

/** Final states of all images, with the content of their internal snapshots. */
export function compareFinal(
  id: string,
  recorded: unknown,
  predicted: Record<string, Observation & { snaps: Record<string, string> }>,
): Case[] {
  return Object.entries((recorded ?? {}) as Record<string, Fields>).flatMap(([image, value]) => [
    ...observationCases(id, image, value, value.map as Extent[], predicted[image]),
    equalityCase(id, `${image}.snaps`, value.snaps ?? {}, predicted[image]?.snaps),
  ]);
}
