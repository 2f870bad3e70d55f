/** Formats that look like memory images but are not pages in a row: first bytes, name, what to do instead. */
export const unreadable: readonly { magic: string; name: string; hint: string }[] = [
  {
    magic: 'KDUMP   ',
    name: 'a kdump-compressed dump',
    hint: 'Dump again with "dump-guest-memory FILE" (ELF), or convert it with "makedumpfile -E".',
  },
  {
    magic: 'makedumpfile',
    name: 'a flattened makedumpfile dump',
    hint: 'Rearrange it with "makedumpfile -R", then convert it with "makedumpfile -E".',
  },
  {
    magic: 'LibvirtQemudSave',
    name: 'a libvirt save file',
    hint: 'Use "virsh dump --memory-only --format elf".',
  },
  {
    magic: 'QEVM',
    name: 'a QEMU migration stream',
    hint: 'Use "dump-guest-memory" or "pmemsave".',
  },
  { magic: 'QFI\xfb', name: 'a qcow2 disk image', hint: 'Memory images are wanted, not disks.' },
  { magic: '\x1f\x8b', name: 'gzip-compressed data', hint: 'Decompress it first.' },
  { magic: '\xfd7zXZ', name: 'xz-compressed data', hint: 'Decompress it first.' },
  { magic: '\x28\xb5\x2f\xfd', name: 'zstd-compressed data', hint: 'Decompress it first.' },
];
