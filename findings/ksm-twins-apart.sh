#!/usr/bin/env bash
# Two equal pages that became mergeable at different times may never be merged by KSM, however long it runs.
#
# Versions   Linux 6.18.44, defaults of /sys/kernel/mm/ksm but for a faster pace; python3 of the distribution. Root, and
#            no other user of KSM: run, pages_to_scan and sleep_millisecs are set and restored.
# Input      one process, 16 regions of 64 random pages each, mergeable from the start; after 20 full scans a copy of the first region,
#            after 21 a copy of the second, and so on to 35. Nothing is written any more. Then 80 full scans.
# Expected   all 16 copies share with their originals: pages equal and unchanged over many full scans are what is merged, in
#            the second scan at the latest, and with smart_scan=0 they are.
# Seen       smart_scan=1 (the default since 6.7): six of the copies (3rd, 5th, 6th, 12th, 14th, 15th) share not one page, after
#            10 scans, and after 80 no more than after 10. smart_scan=0: all 16 share.
# Why        a page that has not merged is skipped, in the end for eight scans of nine, and a skipped page is not in the tree in
#            which that scan looks for partners. Two pages whose visits fall on different scans have the same period, so they
#            never meet: three of the nine distances between their starts, after the first dozen scans.
# Use        two or three long-running twins can lose a third (a fortieth) of what they hold alike; from four on some pair always meets
#            and the others find it. Turn smart_scan off while they settle. virtcost dedup --ksm says so.
#
# Exit code 0: as described. 1: it behaves otherwise now, or there is no smart_scan to try.
set -euo pipefail
uname -r
[ -w /sys/kernel/mm/ksm/smart_scan ] || { echo 'no writable smart_scan'; exit 1; }
[ "$(cat /sys/kernel/mm/ksm/run)" = 0 ] || { echo 'KSM is in use here'; exit 1; }
python3 - <<'PY'
import ctypes, mmap, os, sys, time

KSM = '/sys/kernel/mm/ksm/'
PAGE, PAGES, COPIES, HEAD_START = 4096, 64, 16, 20
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mprotect.argtypes = libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

def knob(name):
    with open(KSM + name) as file:
        return int(file.read())

def set_knob(name, value):
    with open(KSM + name, 'w') as file:
        file.write(str(value))

def mergeable(content):
    """A region of its own, between two pages without access."""
    start = libc.mmap(None, len(content) + 2 * PAGE, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0) + PAGE
    libc.mprotect(start, len(content), mmap.PROT_READ | mmap.PROT_WRITE)
    ctypes.memmove(start, content, len(content))
    if libc.madvise(start, len(content), mmap.MADV_MERGEABLE):
        sys.exit('no MADV_MERGEABLE here')
    return start

def shared_pages(start):
    with open('/proc/self/smaps') as smaps:
        inside = False
        for line in smaps:
            word = line.split(None, 1)[0]
            if not word.endswith(':'):
                inside = int(word.split('-')[0], 16) == start
            elif inside and word == 'KSM:':
                return int(line.split()[1]) * 1024 // PAGE
    return 0

def pass_scans(count):
    until = knob('full_scans') + count
    while knob('full_scans') < until:
        time.sleep(0.002)

def unshared_copies(smart_scan):
    set_knob('run', 2)
    set_knob('smart_scan', smart_scan)
    contents = [os.urandom(PAGES * PAGE) for _ in range(COPIES)]
    for content in contents:
        mergeable(content)
    set_knob('run', 1)
    pass_scans(HEAD_START)
    copies = []
    for content in contents:
        copies.append(mergeable(content))
        pass_scans(1)
    seen = []
    for more in (10, 70):
        pass_scans(more)
        seen.append([number for number, copy in enumerate(copies, 1) if shared_pages(copy) == 0])
    print(f'smart_scan={smart_scan}: copies without a shared page after 10 and 80 scans: {seen[0]}, {seen[1]}')
    return seen

before = {name: knob(name) for name in ('pages_to_scan', 'sleep_millisecs', 'smart_scan')}
try:
    set_knob('pages_to_scan', 2000)
    set_knob('sleep_millisecs', 5)
    smart, plain = unshared_copies(1), unshared_copies(0)
finally:
    set_knob('run', 2)
    for name, value in before.items():
        set_knob(name, value)
    set_knob('run', 0)
# A scan more or less between two starts moves the numbers, not how many they are.
sys.exit(not (smart[0] == smart[1] and 4 <= len(smart[1]) <= 7 and plain == [[], []]))
PY
