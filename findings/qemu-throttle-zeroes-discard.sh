#!/usr/bin/env bash
# A bandwidth limit of QEMU charges zeroes that are not written at their full length; a discard it charges in full or not at all, by how it is set.
#
# Versions   qemu-system-x86, qemu-utils 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18), software emulation, the guest not started.
# Input      a qcow2 of 1 GiB on a disk with discard, limited to 16 MiB/s: as a property of the drive (throttling.bps-total,
#            which is also what block_set_io_throttle changes) and as a throttle filter in the graph. 48 MiB are written with data, written as
#            zeroes and discarded; the time is that of the operation and of the 4 KiB written after it.
# Expected   data 3 s. The manual has bps-total hold for all request types, by either form, so the other two take the same time
#            under both: 0 s by what reaches the disk (some tables of the image), or 3 s by what the guest asks for.
# Seen       drive: data 3 s, zeroes 3 s, discard 0 s. Filter: 3, 3 and 3 s.
# Why        it is the length of the request that is charged, not what reaches the disk; and the drive's own limit is looked at
#            by reads and writes, of which writing zeroes is one and discard is none, the filter's by each kind of request.
# Use        a request passes at once and what comes after it waits: under a limit of 100 MiB/s the zeroing of a volume of 1 TiB holds
#            up the guest's real writes for about 3 hours, as its fstrim does behind a filter. After a move from one form to the
#            other measure trim again. Limits in requests per second without a size charge each as one.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v qemu-system-x86_64 >/dev/null && command -v qemu-io >/dev/null || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends 'qemu-system-x86=1:7.2*' 'qemu-utils=1:7.2*'
}
dpkg-query -W -f '${Package} ${Version}\n' qemu-system-x86 qemu-utils
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

/usr/bin/python3 - <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' 'drive: data 3 s, zeroes 3 s, discard 0 s' 'filter: data 3 s, zeroes 3 s, discard 3 s')
import json, socket, subprocess, sys, time

LIMIT = 16 << 20
KINDS = {'data': 'write -q -P 1 0 48M', 'zeroes': 'write -q -z 0 48M', 'discard': 'discard -q 0 48M'}
AFTER = 'write -q -P 2 0 4k'
IMAGE = 'driver=qcow2', 'file.driver=file', 'file.filename=disk.qcow2', 'file.discard=unmap', 'discard=unmap'

def drive(command):
    """Seconds of the command and the write after it, on a drive with a limit of its own."""
    ours, theirs = socket.socketpair()
    options = ','.join(('if=none', 'id=disk', *IMAGE, f'throttling.bps-total={LIMIT}'))
    process = subprocess.Popen(
        ['qemu-system-x86_64', '-accel', 'tcg', '-S', '-m', '32', '-display', 'none', '-nodefaults', '-drive', options,
         '-chardev', f'socket,id=q,fd={theirs.fileno()}', '-mon', 'chardev=q,mode=control'],
        pass_fds=[theirs.fileno()])
    try:
        ours.settimeout(60)
        stream = ours.makefile('rw')

        def ask(execute, **arguments):
            stream.write(json.dumps({'execute': execute, 'arguments': arguments}) + '\n')
            stream.flush()
            for line in stream:
                answer = json.loads(line)
                if 'error' in answer or answer.get('return'): sys.exit(line)
                if 'return' in answer: return

        stream.readline()
        ask('qmp_capabilities')
        begin = time.monotonic()
        for one in (command, AFTER):
            ask('human-monitor-command', **{'command-line': f'qemu-io disk "{one}"'})
        return time.monotonic() - begin
    finally:
        process.kill()
        process.wait()

def behind_filter(command):
    begin = time.monotonic()
    image = ','.join('file.' + option for option in IMAGE)
    subprocess.run(
        ['qemu-io', '--object', f'throttle-group,id=limit,x-bps-total={LIMIT}',
         '-c', command, '-c', AFTER, '--image-opts', f'driver=throttle,throttle-group=limit,discard=unmap,{image}'], check=True)
    return time.monotonic() - begin

for name, form in (('drive', drive), ('filter', behind_filter)):
    subprocess.run(['qemu-img', 'create', '-q', '-f', 'qcow2', 'disk.qcow2', '1G'], check=True)
    print(f'{name}:', ', '.join(f'{kind} {form(command):.0f} s' for kind, command in KINDS.items()))
PY
