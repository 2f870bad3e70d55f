import { badInput } from '../../errors.ts';
import { looksLikeDirtySamples, readDirtySamples } from './dirty-samples.ts';
import { looksLikeHmp, readHmp } from './hmp.ts';
import { looksLikeKubevirt, readKubevirt } from './kubevirt.ts';
import { readDomstats } from './libvirt-domstats.ts';
import { readJobInfo } from './libvirt-jobinfo.ts';
import type { MigrationInput } from './migration-input.ts';
import { looksLikeProxmox, readProxmox } from './proxmox.ts';
import { readQmp } from './qmp.ts';

/** Readers of what QEMU, libvirt, KubeVirt and Proxmox say, tried in order. A new one is one file and one line. */
const readers: readonly {
  id: string;
  looksLike(text: string): boolean;
  read(text: string, file: string): MigrationInput;
}[] = [
  { id: 'KubeVirt YAML or JSON', looksLike: looksLikeKubevirt, read: readKubevirt },
  {
    id: 'QMP',
    looksLike: (text) =>
      /^\s*\ufeff?(?:[[{]|\(QEMU\)|(?:->|<-) ?\{|[$#] ?virsh.*\n\s*[[{])/.test(text),
    read: readQmp,
  },
  { id: 'virsh domjobinfo', looksLike: (text) => /^\s*Job type:/m.test(text), read: readJobInfo },
  {
    id: 'virsh domstats',
    looksLike: (text) => /^\s*(Domain:|dirtyrate\.)/m.test(text),
    read: readDomstats,
  },
  { id: 'a Proxmox task log', looksLike: looksLikeProxmox, read: readProxmox },
  { id: 'info migrate', looksLike: looksLikeHmp, read: readHmp },
  {
    id: 'CSV of window_s,dirty_pages',
    looksLike: looksLikeDirtySamples,
    read: readDirtySamples,
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
