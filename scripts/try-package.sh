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
# Each on a line of its own, and each says itself what is wrong: the shell forgives the first of two joined by &&.
[ "$size" -lt 60 ] || { echo "installed it takes $size MB, expected less than 60"; exit 1; }
[ -z "$scripts" ] || { echo "packages with install scripts: $scripts, expected none"; exit 1; }

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

# The queue is asked for by name where it is used: without its packages one message, exit 1.
for command in 'run --engine bullmq --redis redis://127.0.0.1:1' 'worker --redis redis://127.0.0.1:1'; do
  code=0
  npx virtcost $command >out 2>err || code=$?
  grep -q 'npm install bullmq@' err && [ "$code" -eq 1 ] || { echo "virtcost $command: exit $code"; cat err; exit 1; }
done
tail -n 1 err
