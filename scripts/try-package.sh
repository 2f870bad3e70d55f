#!/usr/bin/env bash
# Packs virtcost, installs the tarball into an empty folder and uses it there, as somebody does who has no checkout.
# Usage: scripts/try-package.sh [NODE ...]   further node binaries to run it with.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root"
[ -f dist/cli.js ] || npm run -s build
npm pack --silent --pack-destination "$folder"
mkdir "$folder/empty"
cd "$folder/empty"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "$folder"/virtcost-*.tgz

size=$(du -s --apparent-size --block-size=1M node_modules | cut -f1)
scripts=$(node -e "
  const { packages } = JSON.parse(require('fs').readFileSync('package-lock.json', 'utf8'));
  console.log(Object.keys(packages).filter((path) => packages[path].hasInstallScript).join(' '));")
echo "installed: $size MB, install scripts: ${scripts:-none}"
# Two conditions, each on a line of its own: the shell forgives the first of two joined by &&. The one script is of an
# optional dependency of the queue, which works without it.
[ "$size" -lt 80 ]
[ -z "${scripts/node_modules\/msgpackr-extract/}" ]

for node in node "$@"; do
  echo "with node $("$node" --version)"
  virtcost() { "$node" node_modules/virtcost/scripts/virtcost.mjs "$@"; }
  rm -rf reports
  virtcost run >out 2>err || { cat out err; exit 1; }
  tail -n 1 err
  [ -s reports/quickstart/index.html ]
  virtcost validate translation >out 2>err && head -n 1 out
  virtcost validate cpu-events >out 2>err && head -n 1 out
  virtcost migrate --ram 8GiB --pattern uniform --working-set 1GiB --writes 20000 >out && head -n 1 out
  virtcost plan node_modules/virtcost/examples/inventory/rvtools-workshop.xlsx >out 2>err || [ $? -eq 3 ]
  head -n 1 out
done
npx virtcost --version
