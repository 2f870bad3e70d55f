#!/usr/bin/env bash
# One OpenFlow rule on an IPv6 address makes Open vSwitch cache a megaflow per address; the same rule in IPv4 does not.
#
# Versions   openvswitch-switch 3.1.0 (Debian 3.1.0-2+deb12u1), its dummy datapath in user space, no root rights
#            over the network needed.
# Input      two rules: drop one source host, forward all else. Then one TCP packet from each of 200 other hosts.
# Expected   the classifier tells them apart by the first bits that differ, so few wildcarded megaflows carry
#            all 200: one upcall and 199 hits in the cache, by IPv4 and IPv6 alike.
# Seen       IPv4: 1 megaflow. IPv6: 200, each with the whole 128-bit source: every new host is an upcall, the
#            cost of a new flow instead of an established one. With a /16 in place of the host: 1, of 16 bits.
#            After setting the flow table's column prefixes to ipv6_src,ipv6_dst: 1, of a single bit.
# Why        wildcards of a miss are narrowed by tries, and a table keeps them for nw_src and nw_dst (and ports)
#            unless prefixes names the IPv6 fields; without a trie all bits that a rule looks at are matched.
# Use        what a security group costs for a new flow depends on the address family unless prefixes is set.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v ovs-vswitchd >/dev/null || { apt-get update -qq; apt-get install -y -qq 'openvswitch-switch=3.1.0-2*'; }
ovs-vswitchd --version | head -n 1
folder=$(mktemp -d)
export OVS_RUNDIR=$folder OVS_LOGDIR=$folder OVS_DBDIR=$folder OVS_SYSCONFDIR=$folder
socket=unix:$folder/db.sock
switch() { ovs-appctl -t ovs-vswitchd "$@"; }
trap 'switch exit || true; ovs-appctl -t ovsdb-server exit || true; rm -rf "$folder"' EXIT

ovsdb-tool create "$folder/conf.db" /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server --detach --no-chdir --pidfile --log-file --remote="p$socket" "$folder/conf.db" 2>/dev/null
ovs-vsctl --db="$socket" --no-wait init
ovs-vswitchd --enable-dummy=override --disable-system --detach --no-chdir --pidfile --log-file "$socket" 2>/dev/null
ovs-vsctl --db="$socket" add-br br0 -- set bridge br0 datapath_type=dummy \
  -- add-port br0 p1 -- set interface p1 type=dummy ofport_request=1 \
  -- add-port br0 p2 -- set interface p2 type=dummy ofport_request=2
switch time/stop >/dev/null

ethernet='in_port(1),eth(src=50:54:00:00:00:05,dst=50:54:00:00:00:07)'
tcp='frag=no),tcp(src=40000,dst=443)'
packet4() { echo "$ethernet,eth_type(0x0800),ipv4(src=10.0.0.$1,dst=10.1.0.1,proto=6,tos=0,ttl=64,$tcp"; }
packet6() { echo "$ethernet,eth_type(0x86dd),ipv6(src=2001:db8::$1,dst=2001:db8:ffff::1,label=0,proto=6,tclass=0,hlimit=64,$tcp"; }

# Megaflows after one packet from each of 200 hosts: $1 packet4 or packet6, $2 what is dropped.
megaflows() {
  ovs-ofctl del-flows br0
  printf '%s\n' "priority=10,$2,actions=drop" 'priority=1,in_port=1,actions=2' | ovs-ofctl add-flows br0 -
  switch revalidator/purge
  for host in {1..200}; do switch netdev-dummy/receive p1 "$("$1" "$host")" >/dev/null; done
  switch dpctl/dump-flows | grep -c 'in_port(1)'
}

{
  echo "IPv4 host: $(megaflows packet4 ip,nw_src=192.0.2.1)"
  echo "IPv6 host: $(megaflows packet6 ipv6,ipv6_src=fd00::1)"
  echo "IPv6 /16: $(megaflows packet6 ipv6,ipv6_src=fd00::/16)"
  ovs-vsctl --db="$socket" -- --id=@t create Flow_Table name=t0 prefixes=ipv6_src,ipv6_dst \
    -- set bridge br0 flow_tables:0=@t >/dev/null
  echo "IPv6 host, prefixes set: $(megaflows packet6 ipv6,ipv6_src=fd00::1)"
} | tee "$folder/seen"

diff "$folder/seen" - <<'END'
IPv4 host: 1
IPv6 host: 200
IPv6 /16: 1
IPv6 host, prefixes set: 1
END
