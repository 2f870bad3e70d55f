import type { Sentence } from './study.ts';

/** The sentences of answers in one language: `{name}` is a value. */
const english: Readonly<Record<string, string>> = {
  more: 'And {count} more such sentences: the rows of the results files say the rest.',
  'steady-range': '{technique}: {low} to {high} over {cases} cases.',
  'migration-best':
    '{vm} on {host}: the shortest pause is {pause} under {technique}, after {time}, the guest slowed by {slowdown}; never finishes or too close: {never}; cannot move: {cannot}.',
  'migration-none':
    '{vm} on {host}: no technique finishes; never or too close: {never}; cannot move: {cannot}.',
  'sharing-back':
    '{vm}: {saved} back per VM with {machines} together, after {settle}, for {cpus} CPUs of scanning per VM; nothing shared under: {none}.',
  'sharing-none': '{vm}: no scanner; nothing shared under: {none}.',
  'disks-added':
    '{vm} ({discipline}, {keep} kept): {amplification} bytes written for one, {space} on the host; a request costs {least} more under {leastTechnique}, {most} under {mostTechnique}; no host snapshots under: {none}.',
  'disks-none': '{vm}: no technique here has host snapshots: {none}.',
  'density-best':
    '{vm}: {technique} is the cheapest that offers {needs} on {hosts}: {overhead} of CPU time added, {vms} per host, {price} per VM and month.',
  'density-next':
    '{vm}: {next} comes closest, on {host}: {cpu} CPU time and {price} price beside {technique}; {sure}.',
  'density-alone': '{vm}: no other technique offers {needs} on {hosts}.',
  'density-nobody': '{vm}: no technique of this scenario offers {needs} on {hosts}.',
  'density-too-large': '{vm}: not one fits on {hosts} under a technique that offers {needs}.',
  'density-change': '{vm}: what helps most, on {host}: {change}: {before} -> {after}.',
  'density-part':
    '{vm}: neither another technique nor other page sizes help more; the largest part, on {host}, is {part} ({share}).',
  'density-measure': '{vm}: measure this next, it could change the order on {host}: {term}.',
};

/** A sentence in words. A key without words is a mistake of the program. */
export function inWords({ key, values }: Sentence): string {
  const pattern = english[key];
  if (pattern === undefined) throw new RangeError(`no words for "${key}"`);
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no ${name} in a sentence "${key}"`);
    return value;
  });
}
