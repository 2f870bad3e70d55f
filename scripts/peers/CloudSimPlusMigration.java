import java.util.List;
import java.util.Scanner;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicySimple;
import org.cloudsimplus.brokers.DatacenterBrokerSimple;
import org.cloudsimplus.cloudlets.CloudletSimple;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.datacenters.DatacenterSimple;
import org.cloudsimplus.hosts.HostSimple;
import org.cloudsimplus.resources.PeSimple;
import org.cloudsimplus.utilizationmodels.UtilizationModelFull;
import org.cloudsimplus.vms.VmSimple;

/**
 * Live migrations by CloudSim Plus, one per line of standard input:
 *   id ram_mib working_set_bytes written_bytes_per_s limit_bytes_per_s link_bytes_per_s (0: not the bottleneck)
 * One line out per migration: id total_ms. Build and run: migration.sh beside this file.
 */
public final class CloudSimPlusMigration {
    private static final double BEGIN_S = 5;
    private static final double MB = 1e6;
    private static final double MIB = 1 << 20;

    private CloudSimPlusMigration() {}

    public static void main(final String[] args) {
        final var lines = new Scanner(System.in);
        while (lines.hasNext()) {
            final var id = lines.next();
            final int ramMib = lines.nextInt();
            lines.nextDouble(); // Pages that are written: the simulator asks for nothing of the kind.
            lines.nextDouble();
            final double limit = lines.nextDouble();
            final double link = lines.nextDouble();
            System.out.printf("%s %.3f%n", id, 1000 * migrate(ramMib, link > 0 ? Math.min(limit, link) : limit));
        }
    }

    /** Seconds one migration takes, from its request until the machine runs on the other host. */
    private static double migrate(final int ramMib, final double bytesPerS) {
        final var simulation = new CloudSimPlus();
        final long ramMb = Math.round(ramMib * MIB / MB);
        final long megabitPerS = Math.round(bytesPerS * 8 / MB);
        final var hosts = List.of(host(megabitPerS), host(megabitPerS));
        final var datacenter = new DatacenterSimple(simulation, hosts, new VmAllocationPolicySimple());
        datacenter.setSchedulingInterval(1);
        datacenter.setBandwidthPercentForMigration(1);
        final var broker = new DatacenterBrokerSimple(simulation);
        final var vm = new VmSimple(1000, 1).setRam(ramMb).setBw(1).setSize(1);
        final var cloudlet = new CloudletSimple(1_000_000, 1, new UtilizationModelFull());
        broker.submitVmList(List.of(vm)).submitCloudletList(List.of(cloudlet));
        final double[] at = {-1, -1};
        vm.addOnMigrationStartListener(event -> at[0] = event.getTime());
        vm.addOnMigrationFinishListener(event -> at[1] = event.getTime());
        simulation.addOnClockTickListener(event -> {
            if (event.getTime() < BEGIN_S || at[0] >= 0 || vm.isInMigration()) return;
            datacenter.requestVmMigration(vm, hosts.get(vm.getHost() == hosts.get(0) ? 1 : 0));
        });
        simulation.start();
        return at[1] - at[0];
    }

    private static HostSimple host(final long megabitPerS) {
        return new HostSimple(2048, megabitPerS, 100_000, List.of(new PeSimple(1000), new PeSimple(1000)));
    }
}
