#!/usr/bin/env bash
# Nova's scheduler weighs free vCPUs, memory and disk from zero, not from the fullest host as its guides calculate.
#
# Versions   python3-nova 26.2.2 (Debian 2:26.2.2-1~deb12u5), the weighers alone, no cloud, default multipliers.
# Input      (1) ten hosts with 5, 5, 10, 10, 15, 20, 20, 15, 10, 5 free vCPUs, the worked example of Red Hat's
#            OpenStack 17.1 guide. (2) three hosts with free vCPUs and GiB of 20 and 29, 10 and 60, 5 and 10.
# Expected   (1) each weight is (free - least) / (most - least): 0, 0, .33, .33, .67, 1, 1, .67, .33, 0 as the guide prints.
#            (2) the sum over both is 1.38, 1.33 and 0: the first host is chosen.
# Seen       (1) .25, .25, .5, .5, .75, 1, 1, .75, .5, .25: free / most. (2) 1.48, 1.5 and 0.42: the second is chosen.
# Why        the weighers of vCPUs, memory, disk and I/O operations state 0 as their least value, which replaces that of the
#            hosts at hand; the general rule holds for weighers that state none.
# Use        the fullest host does not lose all weight, and a multiplier of one resource against another means
#            something else than by the guide. virtcost's rule takes the least value as an argument.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
python=/usr/bin/python3
"$python" -c 'import nova' 2>/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'python3-nova=2:26.2.2-1*'; }
dpkg-query -W -f '${Package} ${Version}\n' python3-nova
"$python" - <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' '0.25 0.25 0.5 0.5 0.75 1.0 1.0 0.75 0.5 0.25' '1.48 1.5 0.42' 'chosen: host 1')
from types import SimpleNamespace
from nova.scheduler.weights import HostWeightHandler, cpu, ram

def host(number, vcpus, gib):
    return SimpleNamespace(
        host=number, nodename=str(number), aggregates=[], free_ram_mb=gib * 1024,
        vcpus_total=vcpus, vcpus_used=0, cpu_allocation_ratio=1.0)

def weighed(weighers, free):
    hosts = [host(number, *one) for number, one in enumerate(free)]
    return HostWeightHandler().get_weighed_objects(weighers, hosts, {})

def in_order(ranked):
    return ' '.join(str(round(one.weight, 2)) for one in sorted(ranked, key=lambda one: one.obj.host))

print(in_order(weighed([cpu.CPUWeigher()], [(free, 0) for free in (5, 5, 10, 10, 15, 20, 20, 15, 10, 5)])))
ranked = weighed([cpu.CPUWeigher(), ram.RAMWeigher()], [(20, 29), (10, 60), (5, 10)])
print(in_order(ranked))
print('chosen: host', ranked[0].obj.host)
PY
