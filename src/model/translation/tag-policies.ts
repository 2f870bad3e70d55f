import type { SpacesCase, SpacesResult } from './spaces.ts';
import { type TagPolicy, tagPolicies } from './tags.ts';

/** The policies that differ for a case: tags of VMs need VMs that change or exit, tags of processes processes. */
export function policiesOf(input: SpacesCase): TagPolicy[] {
  const exits =
    input.mode === 'nested' && ((input.vms ?? 1) > 1 || input.rhythm?.exitEvery !== undefined);
  const loads = (input.processes ?? 1) > 1 || input.namedSpaces === true;
  if (exits && loads) return ['none', 'pcid', 'vpid', 'both'];
  if (exits) return ['none', 'vpid'];
  return loads ? ['none', 'pcid'] : ['none'];
}

/** The policy among those that differ which does what the asked one does. */
export function sameAs(asked: TagPolicy, differing: readonly TagPolicy[]): TagPolicy {
  if (differing.includes(asked)) return asked;
  const { pcid, vpid } = tagPolicies[asked];
  if (vpid && differing.includes('vpid')) return 'vpid';
  return pcid && differing.includes('pcid') ? 'pcid' : 'none';
}

/** What tags save: the same accesses under each policy. */
export interface TagRow {
  policy: TagPolicy;
  title: string;
  walks: number;
  dropped: number;
  /** Cycles per access of translation, events left out; null without caches. */
  translation: number | null;
  /** Share of the translation cycles without tags that this policy saves. */
  saved: number | null;
}

export function tagRows(results: ReadonlyMap<TagPolicy, SpacesResult>): TagRow[] {
  const cycles = ({ cyclesPerAccess }: SpacesResult) =>
    cyclesPerAccess && cyclesPerAccess.l2TlbHits + cyclesPerAccess.walk;
  const none = results.get('none');
  const flushed = none ? cycles(none) : null;
  return [...results].map(([policy, result]) => {
    const translation = cycles(result);
    const saved = translation !== null && flushed ? 1 - translation / flushed : null;
    const { walks, dropped } = result;
    return { policy, title: tagPolicies[policy].title, walks, dropped, translation, saved };
  });
}
