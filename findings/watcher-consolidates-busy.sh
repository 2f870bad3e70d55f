#!/usr/bin/env bash
# OpenStack Watcher's consolidation puts four hosts' worth of busy vCPUs on one host, and lets machines that do nothing stay where they are.
#
# Versions   python3-watcher 9.0.0 (Debian 9.0.0-2+deb12u1, Zed), strategy vm_workload_consolidation alone, no cloud.
# Input      four hosts of 16 CPUs and 64 GiB, on each one machine of 16 vCPUs and 16 GiB; measured use of their CPUs
#            100, 10, 0.1 and 0 %; the hosts' allocation ratio of CPUs, which Watcher takes from their inventory, 4 (Nova's default today) and 1.
# Expected   the strategy is said to look at measured CPU use and to keep to capacity: with its coefficient of 1 the full capacity may be
#            used, only above that is it overbooked. So at 100 % nothing moves, below 25 % all go to one host, with either ratio.
# Seen       ratio 4, 100 %: all four go to one host, which then lacks 48 of 64 CPUs, and three are switched off. Ratio 1, 0 %: nothing
#            moves. The rest as expected.
# Why        capacity is CPUs times the ratio, which is there for vCPUs that are mostly idle, and it is compared with what was measured
#            as used, idleness taken out already: overbooked twice. A measured 0 is taken for no measurement, and a machine
#            without one for fully busy; machines that are paused have exactly 0.
# Use        let Watcher consolidate hosts of ratio 1 alone, or hold measured use against the CPUs there are before its plan is carried out.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
python=/usr/bin/python3
"$python" -c 'import watcher' 2>/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'python3-watcher=9.0.0-2*'; }
dpkg-query -W -f '${Package} ${Version}\n' python3-watcher
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$python" - 2>/dev/null <<'PY' | tee seen
from unittest import mock
from watcher import conf
from watcher.decision_engine.model import element, model_root
from watcher.decision_engine.strategy.strategies import VMWorkloadConsolidation

HOSTS, CPUS, GIB = 4, 16, 16
conf.CONF([], project='watcher')

def uuid(kind, number):
    return f'{number:08}-0000-4000-{kind}-000000000000'

def consolidate(ratio, percent):
    model = model_root.ModelRoot()
    for number in range(HOSTS):
        host = element.ComputeNode(
            uuid=uuid('8000', number), hostname=f'host{number}', state='up', status='enabled', vcpus=CPUS, vcpu_reserved=0,
            vcpu_ratio=ratio, memory=64 * 1024, memory_mb_reserved=0, memory_ratio=1.0, disk=1000, disk_gb_reserved=0, disk_ratio=1.0)
        machine = element.Instance(
            uuid=uuid('9000', number), name=f'vm{number}', state='active', vcpus=CPUS, memory=GIB * 1024, disk=20, metadata={},
            project_id=uuid('a000', 0), locked=False)
        model.add_node(host)
        model.add_instance(machine)
        model.map_instance(machine, host)
    strategy = VMWorkloadConsolidation(config=mock.Mock(datasources=None))
    strategy._compute_model = model
    strategy._datasource_backend = mock.Mock(
        get_instance_cpu_usage=lambda **_: percent, get_instance_ram_usage=lambda **_: GIB * 1024,
        get_instance_root_disk_size=lambda **_: 20)
    strategy.input_parameters = {}
    strategy.do_execute()
    counts = sorted(len(model.get_node_instances(host)) for host in model.get_all_compute_nodes().values())
    return f'{strategy.number_of_released_nodes} switched off, machines by host {counts}'

for ratio in (4.0, 1.0):
    for percent in (100.0, 10.0, 0.1, 0.0):
        print(f'ratio {ratio:g}, {percent:g} % busy: {consolidate(ratio, percent)}')
PY

diff seen - <<'END'
ratio 4, 100 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 4, 10 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 4, 0.1 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 4, 0 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 1, 100 % busy: 0 switched off, machines by host [1, 1, 1, 1]
ratio 1, 10 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 1, 0.1 % busy: 3 switched off, machines by host [0, 0, 0, 4]
ratio 1, 0 % busy: 0 switched off, machines by host [1, 1, 1, 1]
END
