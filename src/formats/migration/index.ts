import { badInput } from '../../errors.ts';
import { looksLikeDirtySamples, readDirtySamples } from './dirty-samples.ts';
import { readKubevirt } from './kubevirt.ts';
import { readDomstats, readJobInfo } from './libvirt.ts';
import type { MigrationInput } from './migration-input.ts';
import { readQmp } from './qmp.ts';

/** Readers of what QEMU, libvirt and KubeVirt say, tried in order. A new one is one file and one line. */
const readers: readonly {
  id: string;
  looksLike(text: string): boolean;
  read(text: string, file: string): MigrationInput;
}[] = [
  { id: 'QMP', looksLike: (text) => /^\s*[[{]/.test(text), read: readQmp },
  { id: 'virsh domjobinfo', looksLike: (text) => /^Job type:/m.test(text), read: readJobInfo },
  {
    id: 'virsh domstats',
    looksLike: (text) => /^\s*(Domain:|dirtyrate\.)/m.test(text),
    read: readDomstats,
  },
  {
    id: 'CSV of window_s,dirty_pages',
    looksLike: looksLikeDirtySamples,
    read: readDirtySamples,
  },
  {
    id: 'KubeVirt YAML',
    looksLike: (text) => /^\s*(apiVersion|kind|spec)\s*:/m.test(text),
    read: readKubevirt,
  },
];

export function readMigrationInput(text: string, file: string): MigrationInput {
  const reader = readers.find((candidate) => candidate.looksLike(text));
  if (reader) return reader.read(text, file);
  throw badInput({
    file,
    expected: readers.map(({ id }) => id).join(', '),
    found: text.trim() === '' ? 'an empty file' : 'text that is none of them',
  });
}
