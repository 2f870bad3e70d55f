#!/usr/bin/env bash
# A busy VM migrates in SimGrid as if it were idle once its migration has no speed limit.
#
# Versions   libsimgrid-dev 3.32 (Debian 3.32-2+b2), its live migration plugin.
# Input      two hosts, a link of 125 MB/s, a VM of 1024 MiB and one core that computes without end, created by
#            sg_vm_create_migratable with a dirty page intensity of 50 % and a migration speed of 125 MiB/s, 50 MiB/s and 0.
#            0 is for who is unsure, by the comment on the function's older name; it is no limit: the idle VM takes as long as with 125.
# Expected   the intensity is described as a percentage of the migration's speed. Without a limit that is what the link gives, and
#            the busy VM takes about as long as with 125, which the link cannot give either: twice the idle one, a sum of halves.
# Seen       125: 21.5 s against 9.3 idle; 50: 41.0 against 20.5; 0: 9.3 s as idle, nothing was written.
# Why        the rate of writing is the intensity times the limit as it was set, not the speed that the passes have; times 0 it is 0.
# Use        in a simulated cluster without limits, load costs migrations nothing. Set the speed, that of the link if no other, and with
#            each speed the intensity anew: bytes written a second divided by it (as scripts/peers/simgrid-migration.cpp does).
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
[ -e /usr/include/simgrid/s4u.hpp ] && command -v g++ >/dev/null || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends 'libsimgrid-dev=3.32-2*' g++
}
dpkg-query -W -f '${Package} ${Version}\n' libsimgrid-dev
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >migrate.cpp <<'CPP'
#include <cstdio>
#include <cstdlib>
#include <simgrid/plugins/live_migration.h>
#include <simgrid/s4u.hpp>
#include <simgrid/s4u/VirtualMachine.hpp>
namespace s4u = simgrid::s4u;

int main(int argc, char** argv) {
  s4u::Engine engine(&argc, argv);
  sg_vm_live_migration_plugin_init();
  const int speed = atoi(argv[1]);
  const bool busy = argc > 2;
  auto* zone = s4u::create_full_zone("zone");
  auto* from = zone->create_host("from", 1e9)->seal();
  auto* to = zone->create_host("to", 1e9)->seal();
  auto* link = zone->create_link("link", 125e6)->set_latency(1e-4)->seal();
  zone->add_route(from->get_netpoint(), to->get_netpoint(), nullptr, nullptr, {s4u::LinkInRoute(link)}, true);
  zone->seal();
  s4u::Actor::create("operator", from, [=] {
    auto* vm = sg_vm_create_migratable(from, "vm", 1, 1024, speed, 50);
    vm->start();
    s4u::ActorPtr load;
    if (busy) load = s4u::Actor::create("load", vm, [] { s4u::this_actor::execute(1e15); });
    sg_vm_migrate(vm, to);
    printf("%.1f", s4u::Engine::get_clock());
    if (busy) load->kill();
    vm->destroy();
  });
  engine.run();
}
CPP
g++ -std=c++17 -o migrate migrate.cpp -lsimgrid

for speed in 125 50 0; do
  echo "limit $speed: idle $(./migrate "$speed" 2>/dev/null) s, busy $(./migrate "$speed" busy 2>/dev/null) s"
done | tee seen

diff seen - <<'END'
limit 125: idle 9.3 s, busy 21.5 s
limit 50: idle 20.5 s, busy 41.0 s
limit 0: idle 9.3 s, busy 9.3 s
END
