#!/usr/bin/env bash
# The same fio job on four machines writes the same bytes four times once its buffers are refilled, so storage that deduplicates keeps one.
#
# Versions   fio 3.33 (Debian 3.33-3), engine psync on plain files.
# Input      one job of 8 MiB in blocks of 4 KiB, run four times, each on a file of its own, as four machines would; plain, with
#            refill_buffers, with dedupe_percentage=50, with buffer_compress_percentage=50, and with randrepeat=0 beside each.
# Expected   randrepeat (on by default) is said to make the pattern of offsets repeatable, allrandrepeat (off by default) all the
#            other random numbers; so the data differ from run to run. Of all blocks of 4 KiB the share that is unlike any
#            other is 1, 1, 0.5 and 1.
# Seen       1, 0.25, 0.13 and 0.25: with any of the three options the four files hold the same bytes, as would those of
#            forty machines. randrepeat=0 gives what was expected (within 2 %); so does a randseed of its own for each machine.
# Use        a load on many machines against ZFS, VDO, vSAN, an array or KSM that asks for 50 % duplicates measures one with
#            87 % (with forty machines nearly 99 %), and a second run overwrites data with themselves. Set randrepeat=0, or
#            randseed by host, wherever storage may share blocks.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v fio >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'fio=3.33-3*'; }
fio --version
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python3 - <<'PY'
import subprocess, sys

BLOCK, MACHINES = 4096, 4

def unlike(*options):
    """Distinct blocks among those of all machines."""
    blocks = []
    for machine in range(MACHINES):
        path = f'machine{machine}'
        job = ['fio', '--name=job', f'--filename={path}', '--ioengine=psync', '--rw=write', '--bs=4k', '--size=8m', '--output=/dev/null']
        subprocess.run([*job, *options], check=True)
        with open(path, 'rb') as file:
            content = file.read()
        blocks += [content[at:at + BLOCK] for at in range(0, len(content), BLOCK)]
    share = len(set(blocks)) / len(blocks)
    print(f'{" ".join(options) or "plain"}: {share:.2f}')
    return share

expected = ((), 1, 1), (('--refill_buffers=1',), 0.25, 1), (('--dedupe_percentage=50',), 0.125, 0.5), (('--buffer_compress_percentage=50',), 0.25, 1)
off = [
    abs(unlike(*options, *more) - value)
    for options, repeated, apart in expected
    for more, value in (((), repeated), (('--randrepeat=0',), apart))
]
sys.exit(max(off) > 0.02)
PY
