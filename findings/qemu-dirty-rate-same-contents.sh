#!/usr/bin/env bash
# QEMU's calc-dirty-rate reports 0 MiB/s for a guest that keeps live migration from ever finishing.
#
# Versions   qemu-system-x86 7.2 (Debian 1:7.2), software emulation.
# Input      a boot sector that writes one word to each of 14336 pages (56 MiB) round after round: (1) a number that grows by
#            one a round, (2) the same number always. Each is asked calc-dirty-rate in its default mode for 2 s,
#            then migrated at 32 MiB/s until the sixth round of copying.
# Expected   the same for both, about 56 MiB / 2 s = 28 MiB/s: the interface describes the result as the rate at which
#            pages are dirtied, and names the modes only by how pages are tracked.
# Seen       (1) 25 to 31 MiB/s, (2) 0 MiB/s. Migration sees no difference: both still have over 50 MiB left to
#            send, at 8000 dirty pages a second.
# Why        page-sampling compares checksums of sampled pages before and after, so it counts pages that changed; the
#            migration counts pages that were written. The other two modes count writes.
# Use        pools of cleared buffers, flags set again, polling and garbage collectors that mark are under-reported, so
#            a prediction that rests on this mode is a lower bound: use dirty-bitmap or dirty-ring where they
#            are to be had, or the dirty-pages-rate of an attempt at migration.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v qemu-system-x86_64 >/dev/null && command -v as >/dev/null || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends 'qemu-system-x86=1:7.2*' binutils
}
dpkg-query -W -f '${Package} ${Version}\n' qemu-system-x86
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

guest() { # image, growth of the number
  as --32 --defsym GROWTH="$2" -o sector.o - <<'ASM'
.code16
  cli
  xorw %ax, %ax
  movw %ax, %ds
  lgdt table
  movl %cr0, %eax
  orl $1, %eax
  movl %eax, %cr0
  ljmp $8, $flat
.code32
flat:
  movw $16, %ax
  movw %ax, %ds
  movl $1, %ebx
round:
  addl $GROWTH, %ebx
  movl $(32 << 20), %edi
page:
  movl %ebx, (%edi)
  addl $4096, %edi
  cmpl $(88 << 20), %edi
  jb page
  jmp round
.p2align 3
segments: .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
table: .word 23
  .long segments
.org 510
.word 0xaa55
ASM
  ld -m elf_i386 -e 0 -Ttext 0x7c00 --oformat binary -o "$1" sector.o
}
guest growing 1
guest constant 0

/usr/bin/python3 - <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' 'growing: sampled over 10 MiB/s; over 40 MiB left' 'constant: sampled 0 MiB/s; over 40 MiB left')
import json, socket, subprocess, sys, time

def ask(stream, command, **arguments):
    stream.write(json.dumps({'execute': command, 'arguments': arguments}) + '\n')
    stream.flush()
    for line in stream:
        answer = json.loads(line)
        if 'error' in answer: sys.exit(line)
        if 'return' in answer: return answer['return']

def measure(name):
    ours, theirs = socket.socketpair()
    process = subprocess.Popen(
        ['qemu-system-x86_64', '-accel', 'tcg', '-m', '160', '-display', 'none', '-nodefaults',
         '-drive', f'file={name},format=raw,if=ide,snapshot=on',
         '-chardev', f'socket,id=q,fd={theirs.fileno()}', '-mon', 'chardev=q,mode=control'],
        pass_fds=[theirs.fileno()])
    try:
        ours.settimeout(60)
        stream = ours.makefile('rw')
        stream.readline()
        ask(stream, 'qmp_capabilities')
        time.sleep(10)
        ask(stream, 'calc-dirty-rate', **{'calc-time': 2})
        while (rate := ask(stream, 'query-dirty-rate'))['status'] != 'measured': time.sleep(0.2)
        ask(stream, 'migrate-set-parameters', **{'max-bandwidth': 32 << 20})
        ask(stream, 'migrate', uri='exec:cat >/dev/null')
        for _ in range(600):
            time.sleep(0.1)
            seen = ask(stream, 'query-migrate')
            memory = seen.get('ram', {})
            if seen['status'] == 'completed' or memory.get('dirty-sync-count', 0) >= 6: break
        left, pages = memory['remaining'] >> 20, memory['dirty-pages-rate']
        print(f"{name}: {rate['dirty-rate']} MiB/s; {seen['status']}, {left} MiB left, {pages} pages/s", file=sys.stderr)
        mib = '0' if rate['dirty-rate'] == 0 else 'over 10' if rate['dirty-rate'] > 10 else 'up to 10'
        print(f"{name}: sampled {mib} MiB/s; {'over' if left > 40 else 'up to'} 40 MiB left")
    finally:
        process.kill()
        process.wait()

measure('growing')
measure('constant')
PY
