// Live migrations by SimGrid's own plugin (simgrid/plugins/live_migration.h), one per line of standard input:
//   id ram_mib working_set_bytes written_bytes_per_s limit_bytes_per_s link_bytes_per_s (0: not the bottleneck)
// One line out per migration: id total_ms blackout_ms, or id never.
// Build and run: migration.sh beside this file.
#include <simgrid/plugins/live_migration.h>
#include <simgrid/s4u.hpp>

#include <cstdio>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace sg4 = simgrid::s4u;

struct Guest {
  std::string id;
  int ramMib;
  double workingSet, written, limit, link;
};

// A link that is never the bottleneck of a limited migration.
constexpr double FAST = 1e12;
constexpr double FLOPS = 1e9;
// One that still runs after this many seconds does not finish: the plugin itself gives up after 10^7.
constexpr double HORIZON_S = 3600;

static void migrate(const Guest& guest)
{
  auto* source = sg4::Host::by_name("source");
  // The plugin takes whole MiB/s and whole percent here; the exact values are set below.
  auto* vm = sg_vm_create_migratable(source, "guest", 1, guest.ramMib, 1, 0);
  const double speed = guest.link > 0 && guest.link < guest.limit ? guest.link : guest.limit;
  sg_vm_set_migration_speed(vm, speed);
  sg_vm_set_dirty_page_intensity(vm, guest.written / speed);
  sg_vm_set_working_set_memory(vm, static_cast<sg_size_t>(guest.workingSet));
  vm->start();
  double stopped = 0;
  double resumed = 0;
  sg4::VirtualMachine::on_suspend_cb([&stopped](auto const&) { stopped = sg4::Engine::get_clock(); });
  sg4::VirtualMachine::on_resume_cb([&resumed](auto const&) { resumed = sg4::Engine::get_clock(); });
  // The guest computes without a pause: it is by its computing that the plugin counts written pages.
  auto work = sg4::Actor::create("work", vm, [] { sg4::this_actor::execute(1e18); });
  work->daemonize();
  sg4::this_actor::sleep_for(1);
  const double began = sg4::Engine::get_clock();
  sg_vm_migrate(vm, sg4::Host::by_name("target"));
  const double total = sg4::Engine::get_clock() - began;
  std::printf("%s %.3f %.3f\n", guest.id.c_str(), 1000 * total, 1000 * (resumed - stopped));
  std::fflush(stdout);
  _exit(0);
}

static void simulate(const Guest& guest, int argc, char** argv)
{
  sg4::Engine engine(&argc, argv);
  sg_vm_live_migration_plugin_init();
  auto* zone   = sg4::create_full_zone("zone");
  auto* source = zone->create_host("source", FLOPS);
  auto* target = zone->create_host("target", FLOPS);
  auto* link   = zone->create_link("link", guest.link > 0 ? guest.link : FAST)->set_latency(0)->seal();
  zone->add_route(source->get_netpoint(), target->get_netpoint(), nullptr, nullptr, {sg4::LinkInRoute(link)}, true);
  zone->seal();
  sg4::Actor::create("main", source, migrate, guest);
  sg4::Actor::create("horizon", target, [&guest] {
    sg4::this_actor::sleep_for(HORIZON_S);
    std::printf("%s never\n", guest.id.c_str());
    std::fflush(stdout);
    _exit(0);
  });
  engine.run();
}

int main(int argc, char** argv)
{
  Guest guest;
  while (std::cin >> guest.id >> guest.ramMib >> guest.workingSet >> guest.written >> guest.limit >> guest.link) {
    // One engine a process: each migration starts from nothing.
    if (const pid_t child = fork(); child == 0)
      simulate(guest, argc, argv);
    else
      waitpid(child, nullptr, 0);
  }
}
