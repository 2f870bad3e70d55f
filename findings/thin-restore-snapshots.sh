#!/usr/bin/env bash
# The metadata area that thin_metadata_size estimates for a pool with snapshots is too small to restore that pool into.
#
# Versions   thin-provisioning-tools 0.9.0 (Debian 0.9.0-2).
# Input      thin_restore's own XML: a pool of 1 GiB in blocks of 64 KiB, one full volume with its blocks in
#            random order and 0, 9 or 99 snapshots of it that nobody wrote to.
# Expected   thin_metadata_size --max-thins=N gives an area that holds the pool with N thins; snapshots that
#            share everything add next to nothing, so it grows by 4 KiB a thin: 528, 564, 924 KiB (LVM and the
#            kernel round up to 2 MiB). A backup of the metadata (thin_dump) goes back into an area of that size.
# Seen       thin_restore writes the tree of each thin anew and shares nothing between them: 1 thin fits into
#            2 MiB, 10 need between 4 and 8 MiB, 100 between 16 and 64 MiB, over thirty times the estimate.
# Use        size the spare metadata volume of a pool by blocks x thins (about 17 to 33 bytes for each mapped
#            block of each snapshot), not by thin_metadata_size, or the repair of a pool with many snapshots
#            ends for want of space.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v thin_restore >/dev/null || { apt-get update -qq; apt-get install -y -qq 'thin-provisioning-tools=0.9.0-2*'; }
echo "thin-provisioning-tools $(thin_restore --version)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

blocks=16384
# A fixed order without runs: block i lies at i times an odd number.
mappings=$(for ((i = 0; i < blocks; i++)); do
  echo "<single_mapping origin_block=\"$i\" data_block=\"$(((i * 7919) % blocks))\" time=\"0\"/>"
done)

pool() {
  echo "<superblock uuid=\"\" time=\"$1\" transaction=\"1\" version=\"2\" data_block_size=\"128\" nr_data_blocks=\"$blocks\">"
  for ((t = 1; t <= $1; t++)); do
    echo "<device dev_id=\"$t\" mapped_blocks=\"$blocks\" transaction=\"0\" creation_time=\"$((t - 1))\" snap_time=\"$((t - 1))\">"
    echo "$mappings"
    echo '</device>'
  done
  echo '</superblock>'
}

for thins in 1 10 100; do
  pool "$thins" >pool.xml
  estimate=$(thin_metadata_size --block-size=64k --pool-size=1g --max-thins="$thins" --unit=k --numeric-only)
  for mib in 2 4 8 16 32 64; do
    rm -f metadata
    truncate -s "${mib}M" metadata
    thin_restore -q -i pool.xml -o metadata >/dev/null 2>&1 && break
  done
  thin_check -q metadata
  echo "$thins thins: estimated $estimate KiB, restored into $mib MiB"
done | tee seen

diff seen - <<'END'
1 thins: estimated 528 KiB, restored into 2 MiB
10 thins: estimated 564 KiB, restored into 8 MiB
100 thins: estimated 924 KiB, restored into 64 MiB
END
