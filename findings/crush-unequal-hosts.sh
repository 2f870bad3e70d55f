#!/usr/bin/env bash
# A Ceph host of twice the weight gets less than twice the copies, even where its share would fit.
#
# Versions   ceph-base 16.2.15 (Debian 16.2.15+ds-0+deb12u2), crushtool alone, no cluster.
# Input      a straw2 map of five hosts of weights 2 1 1 1 1, a replicated rule with the host as failure domain,
#            100,000 placement groups of 3 and of 2 copies.
# Expected   copies follow the weights: a third of them on the large host, a sixth on each other. That is
#            possible: with 3 copies the large host would hold one of every group.
# Seen       3 copies: 26.7 % on the large host, 18.2 to 18.4 % on each other, 10 % over its weight; 2 copies:
#            30.1 and 17.4 to 17.6 %. The small hosts fill first: of the capacity about 91 % (95 %) can be used,
#            before any reserve. The "expected" that --show-utilization prints is an equal split, without weights.
# Why        each copy is a draw by weight among the hosts not yet drawn; the first draw is by weight, later ones
#            are too, but without the large host wherever it was drawn before: 1/3 + 2/3 x 2/5 = 3/5 for the first
#            two copies of a group, 30 % of them.
# Use        the usable share of a replicated pool over unequal hosts is min(weight share / share of copies),
#            from the draws without replacement, not 1/copies of the sum.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v crushtool >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends 'ceph-base=16.2.15*'; }
crushtool --version 2>/dev/null | head -n 1 || true
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

crushtool -o map --build --num_osds 5 host straw2 1 root straw2 0 >/dev/null 2>&1
crushtool -i map --reweight-item osd.0 2 -o map >/dev/null 2>&1
for copies in 2 3; do
  crushtool -i map --test --rule 0 --num-rep "$copies" --min-x 0 --max-x 99999 --show-utilization 2>/dev/null |
    awk -v copies="$copies" '/device/ { printf "%s%.1f", $2 == "0:" ? copies " copies: " : " ", $5 / copies / 1000 } END { print " %" }'
done | tee seen

diff seen - <<'END'
2 copies: 30.1 17.6 17.4 17.4 17.6 %
3 copies: 26.7 18.4 18.2 18.3 18.4 %
END
