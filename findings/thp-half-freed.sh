#!/usr/bin/env bash
# Giving back every other 4 KiB of huge pages halves the resident size at once, and frees nothing until there is pressure.
#
# Versions   Linux 6.18.44, transparent huge pages by madvise, defaults; python3 of the distribution. Root and the memory
#            controller of cgroup v1.
# Input      a process in a group of its own touches 1 GiB, on huge pages or on small ones, and gives back every other piece of
#            4 KiB, 1 MiB or 2 MiB by MADV_DONTNEED, as QEMU does for what a balloon takes. Then the group's limit falls to 700 MiB.
# Expected   512 MiB by all readings: the process has no more, and what is given back is free for others.
# Seen       Rss of the process and rss of memory.stat: 512 MiB, no huge page left in them. Charged to the group: still 1024 MiB for pieces
#            of 4 KiB and 1 MiB, 512 once the limit is set. Small pages, and huge ones given back whole, are free at once.
# Why        a huge page that has lost a part is noted for splitting, which reclaim does; until then its 2 MiB are in use, though only what
#            is still mapped is counted as resident. The kernel's documentation tells the delay, not that such memory is
#            missing from Rss, from memory.stat and from MemFree alike.
# Use        a balloon that takes scattered pages of a guest on huge pages leaves the host as full as it was, while the sum of the
#            guests' Rss falls. Trust memory.usage_in_bytes (memory.current), or give back blocks of 2 MiB, as free page reporting does.
#
# Exit code 0: as described. 1: it behaves otherwise now, or there is no such group to make.
set -euo pipefail
uname -r
grep -q '\[never\]' /sys/kernel/mm/transparent_hugepage/enabled && { echo 'no transparent huge pages'; exit 1; }
[ -w /sys/fs/cgroup/memory/memory.limit_in_bytes ] || { echo 'no memory controller of cgroup v1'; exit 1; }
/usr/bin/python3 - <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' \
  'small, 4 KiB: Rss 512, rss 512, charged 512, with less room 512' 'huge, 4 KiB: Rss 512, rss 512, charged 1024, with less room 512' \
  'huge, 1024 KiB: Rss 512, rss 512, charged 1024, with less room 512' 'huge, 2048 KiB: Rss 512, rss 512, charged 512, with less room 512')
import ctypes, os, sys, time

MIB, HUGE, SIZE = 1 << 20, 2 << 20, 1 << 30
DONTNEED, HUGEPAGE, NOHUGEPAGE = 4, 14, 15
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

def nearest(size):
    """MiB in steps of 32: the interpreter's own few do not count."""
    return round(size / MIB / 32) * 32

def value(path, name):
    with open(path) as file:
        return next(int(line.split()[1]) for line in file if line.split()[0] == name)

def measure(group, pages, piece):
    with open(f'{group}/cgroup.procs', 'w') as procs:
        procs.write('0')
    start = (libc.mmap(None, SIZE + HUGE, 3, 0x22, -1, 0) + HUGE - 1) // HUGE * HUGE
    if libc.madvise(start, SIZE, HUGEPAGE if pages == 'huge' else NOHUGEPAGE):
        sys.exit('no such advice here')
    ctypes.memset(start, 1, SIZE)
    for at in range(0, SIZE, 2 * piece):
        libc.madvise(start + at, piece, DONTNEED)

    def charged():
        with open(f'{group}/memory.usage_in_bytes') as usage:
            return nearest(int(usage.read()))

    rss = nearest(value('/proc/self/smaps_rollup', 'Rss:') * 1024)
    group_rss = nearest(value(f'{group}/memory.stat', 'rss'))
    before = charged()
    for _ in range(50):  # on a busy machine the reclaim may take more than the kernel's patience of one write
        try:
            with open(f'{group}/memory.limit_in_bytes', 'w') as limit:
                limit.write(str(700 * MIB))
            break
        except OSError:
            time.sleep(0.1)
    print(f'{pages}, {piece >> 10} KiB: Rss {rss}, rss {group_rss}, charged {before}, with less room {charged()}', flush=True)

for pages, piece in (('small', 4096), ('huge', 4096), ('huge', MIB), ('huge', HUGE)):
    group = f'/sys/fs/cgroup/memory/half-freed-{os.getpid()}'
    os.mkdir(group)
    try:
        if not (child := os.fork()):
            try:
                measure(group, pages, piece)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
    finally:
        os.rmdir(group)
PY
