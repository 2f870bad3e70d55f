#!/usr/bin/env bash
# The CPU model that virsh cpu-baseline names for a mixed cluster depends on the order of its hosts.
#
# Versions   libvirt-clients, libvirt0 9.0.0 (Debian 9.0.0-4+deb12u2), its built-in test driver, no daemon.
# Input      CPU descriptions of two hosts, by model and without the optional vendor, in both orders; one
#            description of a model without TSX.
# Expected   a baseline is what all hosts can do: the same answer in any order, and of one host that host's
#            own model.
# Seen       Haswell, EPYC: kvm64 plus 17 features. EPYC, Haswell: SandyBridge plus 7, minus 2. The set of
#            features is the same, 43, to the last one; the model is not, and with it the family, model number
#            and level that the guest reads from CPUID. Of 276 pairs of 24 server models 113 differ so, all of them
#            pairs of two vendors; once one description states its vendor such a pair is refused.
#            Of the single host Cascadelake-Server-noTSX the baseline is Cascadelake-Server without hle, rtm.
# Use        compare baselines by their features (--features), never by the name of the model; state vendors.
#
# Exit code 0: as described. 1: it behaves otherwise now.
set -euo pipefail
command -v virsh >/dev/null || { apt-get update -qq; apt-get install -y -qq 'libvirt-clients=9.0.0-4*'; }
echo "libvirt $(virsh --version)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

baseline() {
  for model in $MODELS; do echo "<cpu><arch>x86_64</arch><model>$model</model></cpu>"; done >"$folder/cpus.xml"
  virsh -c test:///default cpu-baseline "$folder/cpus.xml" "$@"
}
name() { sed -n "s:.*<model[^>]*>\([^<]*\)<.*:\1:p"; }
count() { grep -c "policy='$1'" || true; }
features() { grep -o "policy='require' name='[^']*'" | sort; }

describe() {
  local short; short=$(baseline)
  echo "$MODELS: $(name <<<"$short") +$(count require <<<"$short") -$(count disable <<<"$short")"
}
MODELS='Haswell EPYC'; first=$(describe); one=$(baseline --features | features)
MODELS='EPYC Haswell'; second=$(describe); other=$(baseline --features | features)
MODELS='Cascadelake-Server-noTSX'; alone=$(describe)
printf '%s\n' "$first" "$second" "$alone" "features in both orders: $(wc -l <<<"$one"), $(wc -l <<<"$other")"

[ "$first" = 'Haswell EPYC: kvm64 +17 -0' ]
[ "$second" = 'EPYC Haswell: SandyBridge +7 -2' ]
[ "$one" = "$other" ] && [ "$(wc -l <<<"$one")" -eq 43 ]
[ "$alone" = 'Cascadelake-Server-noTSX: Cascadelake-Server +0 -2' ]
