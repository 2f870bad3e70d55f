#!/usr/bin/env bash
# Pacemaker's placement by utilization holds any value past 2^31 - 1 for that number: memory in bytes is placed wrongly both ways.
#
# Versions   pacemaker-cli-utils 2.1.5 (Debian 2.1.5-1+deb12u1), crm_simulate alone, no cluster.
# Input      placement-strategy=utilization; a node of 32 GiB and five VMs of 8 GiB each, then a node of 2 GiB and one VM of
#            8 GiB; the attribute memory of nodes and VMs once in MiB, once in bytes. Attributes have any name and unit.
# Expected   the unit does not matter: four VMs start on the node of 32 GiB, none on that of 2 GiB.
# Seen       in MiB as expected. In bytes one VM starts on 32 GiB and four stay stopped, and the VM of 8 GiB starts on the
#            node of 2 GiB. What it prints of the 32 GiB beforehand is right ("memory=34359738368"), what remains after the
#            first VM is 0; no warning.
# Why        as its answers tell (the source was not read): values are kept as strings and become 32-bit integers where they
#            are compared or subtracted; what is larger becomes the largest. In KiB, the unit of libvirt's domain XML, the border is a host of 2 TiB.
# Use        state memory in MiB, as the VirtualDomain agent does by itself; look at "Remaining:" of crm_simulate -U.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v crm_simulate >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'pacemaker-cli-utils=2.1.5-1*'; }
dpkg-query -W -f '${Package} ${Version}\n' pacemaker-cli-utils
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

utilization() { echo "<utilization id=\"u-$1\"><nvpair id=\"m-$1\" name=\"memory\" value=\"$2\"/></utilization>"; }

# VMs that would start: $1 is the node's memory, $2 that of a VM, $3 how many VMs there are.
started() {
  {
    echo '<cib validate-with="pacemaker-3.7" epoch="1" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1"><configuration>
      <crm_config><cluster_property_set id="options">
        <nvpair id="placement" name="placement-strategy" value="utilization"/>
        <nvpair id="fencing" name="stonith-enabled" value="false"/>
      </cluster_property_set></crm_config>'
    echo "<nodes><node id=\"1\" uname=\"host\">$(utilization host "$1")</node></nodes><resources>"
    for ((vm = 1; vm <= $3; vm++)); do
      echo "<primitive id=\"vm$vm\" class=\"ocf\" provider=\"heartbeat\" type=\"VirtualDomain\">$(utilization "vm$vm" "$2")</primitive>"
    done
    echo '</resources><constraints/></configuration><status>
      <node_state id="1" uname="host" in_ccm="true" crmd="online" join="member" expected="member">
        <lrm id="1"><lrm_resources/></lrm>
      </node_state></status></cib>'
  } >cib.xml
  crm_simulate --xml-file cib.xml --simulate 2>/dev/null | grep -c 'Resource action: vm.* start on host' || true
}

gib() { echo $(($1 * $2)); }
for unit in "MiB $((1 << 10))" "bytes $((1 << 30))"; do
  read -r name each <<<"$unit"
  echo "in $name: $(started "$(gib 32 "$each")" "$(gib 8 "$each")" 5) of 5 VMs of 8 GiB on 32 GiB, $(started "$(gib 2 "$each")" "$(gib 8 "$each")" 1) of 1 on 2 GiB"
done | tee seen

diff seen - <<'END'
in MiB: 4 of 5 VMs of 8 GiB on 32 GiB, 0 of 1 on 2 GiB
in bytes: 1 of 5 VMs of 8 GiB on 32 GiB, 1 of 1 on 2 GiB
END
