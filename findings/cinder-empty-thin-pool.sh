#!/usr/bin/env bash
# Cinder's scheduler places thin volumes on a pool without one free GiB, ranks it first, and refuses thick ones on a pool nine tenths empty.
#
# Versions   python3-cinder 21.3.1 (Debian 2:21.3.1-1~deb12u1, Zed), CapacityFilter and CapacityWeigher alone, no cloud.
# Input      pools of 1000 GiB that support thin and thick volumes, ratio 20 (the default), nothing reserved:
#            full: 0 GiB free, 1000 provisioned. empty: 1000 free, 1100 provisioned. mixed: 900 free, 1500 provisioned.
# Expected   a thin volume of 10 GiB passes on empty alone: the filter says that it takes the free capacity that can be
#            over-subscribed, and 0 times 20 is 0. A thick volume of 100 GiB passes on mixed: the function behind it says
#            that for thick the free capacity less the reserve counts.
# Seen       full passes and weighs 19000 against 18900 of empty, so it is chosen. mixed is refused: -500 GiB are free.
# Why        since the two formulas were made one (Zed), thin is total x ratio - provisioned and never looks at what is
#            free; thick is total - provisioned, with what thin volumes were promised, capped by what is free.
# Use        what fills a pool past Cinder (snapshots, other tenants of an array, a pool shared between services) is not
#            seen by it: set a ratio near the real one, or 'auto', and watch the free capacity by other means.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
python=/usr/bin/python3
"$python" -c 'import cinder' 2>/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'python3-cinder=2:21.3.1-1*'; }
dpkg-query -W -f '${Package} ${Version}\n' python3-cinder
"$python" - 2>/dev/null <<'PY' | tee /dev/stderr | cmp - <(printf '%s\n' 'thin on full: passes, weight 19000' 'thin on empty: passes, weight 18900' 'thick on mixed: refused, weight -500')
from types import SimpleNamespace
from cinder.scheduler.filters.capacity_filter import CapacityFilter
from cinder.scheduler.weights.capacity import CapacityWeigher

def pool(name, free, provisioned):
    return SimpleNamespace(
        backend_id=name, host=name, cluster_name=None, total_capacity_gb=1000, free_capacity_gb=free,
        provisioned_capacity_gb=provisioned, allocated_capacity_gb=provisioned, reserved_percentage=0,
        thin_provisioning_support=True, thick_provisioning_support=True, max_over_subscription_ratio=20.0)

def ask(kind, gib, state):
    request = {'size': gib, 'volume_type': {'extra_specs': {'provisioning:type': kind}}}
    passes = 'passes' if CapacityFilter().backend_passes(state, request) else 'refused'
    print(f'{kind} on {state.host}: {passes}, weight {CapacityWeigher()._weigh_object(state, request):g}')

ask('thin', 10, pool('full', 0, 1000))
ask('thin', 10, pool('empty', 1000, 1100))
ask('thick', 100, pool('mixed', 900, 1500))
PY
