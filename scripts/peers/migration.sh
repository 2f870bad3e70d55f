#!/usr/bin/env bash
# The migrations that were measured with QEMU, run through two simulators: SimGrid and CloudSim Plus.
#
# Versions   SimGrid 3.32 (Debian 12: libsimgrid-dev 3.32-2+b2), CloudSim Plus 8.0.0 (commit 5d6bc377, JDK 17).
# Input      src/evidence/data/qemu-migration.json.gz: its configurations of plain pre-copy with a limit or a link. RAM, pages
#            the guest writes to, its rate of writes, the limit and the link are given; nothing that was measured is.
# Left out   auto-converge, XBZRLE, multifd and post-copy, which neither simulates, and the run without a limit.
# Settings   in favour of each: SimGrid's link has no latency and its whole rate (network/model:CM02), its working set is the
#            guest's own; CloudSim Plus may use the whole bandwidth for migrating. SimGrid has no call to set the limit of
#            the stop, so its 30 ms hold; CloudSim Plus has no stop at all.
# Output     src/evidence/data/peers/migration.json, which `virtcost validate qemu-migration --html FILE` shows.
#
# Needs g++, javac, git, python3; apt-get install libsimgrid-dev liblombok-java liblogback-java libslf4j-java
# libcommons-math3-java libcommons-lang3-java libcommons-collections4-java libgoogle-gson-java. PREFIX says where they are (/usr).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
prefix=${PREFIX:-/usr}
source=${CLOUDSIM_PLUS:-https://github.com/cloudsimplus/cloudsimplus}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$root/src/evidence/data/qemu-migration.json.gz" >"$work/guests" <<'PY'
import gzip, json, sys
runs = json.load(gzip.open(sys.argv[1]))
runs = runs['runs'] if isinstance(runs, dict) else runs
for config in {run['config']['id']: run['config'] for run in runs}.values():
    modes = [name for name, on in (config.get('caps') or {}).items() if on and name != 'return-path']
    if modes or config['max_bw_mib_s'] >= 4096:
        continue
    mib = 1 << 20
    print(config['id'], config['ram_mib'], config['ws_pages'] * 4096, config['writes_per_s'] * 4096,
          config['max_bw_mib_s'] * mib, config.get('link_mib_s', 0) * mib)
PY

libraries=$(dirname "$(find -L "$prefix/lib" -name libsimgrid.so | head -n 1)")
g++ -std=c++17 -O1 -I"$prefix/include" "$here/simgrid-migration.cpp" -L"$libraries" -Wl,-rpath-link,"$libraries" -lsimgrid -o "$work/simgrid"
LD_LIBRARY_PATH=$libraries "$work/simgrid" --cfg=network/model:CM02 --log=root.thres:error <"$work/guests" >"$work/simgrid.out"

repository=$source
if [ ! -d "$source" ]; then
  repository=$work/plus
  git init -q "$repository"
  git -C "$repository" fetch -q --depth 1 "$source" refs/tags/v8.0.0:refs/tags/v8.0.0
fi
[ "$(git -C "$repository" rev-parse 'v8.0.0^{commit}')" = 5d6bc377167de0157331d96e23d84682d28dcc3f ] || { echo 'another CloudSim Plus 8.0.0'; exit 1; }
mkdir "$work/java" "$work/classes"
git -C "$repository" archive v8.0.0:src/main/java | tar x -C "$work/java"
git -C "$repository" show v8.0.0:lombok.config >"$work/java/lombok.config"
jars=$prefix/share/java
path=$jars/lombok.jar:$jars/slf4j-api.jar:$jars/logback-classic.jar:$jars/logback-core.jar:$jars/commons-math3.jar:$jars/commons-lang3.jar:$jars/commons-collections4.jar:$jars/gson.jar
find "$work/java" -name '*.java' ! -name module-info.java >"$work/files"
javac -nowarn -encoding UTF-8 --release 17 -cp "$path" -processorpath "$jars/lombok.jar" -d "$work/classes" @"$work/files" 2>"$work/javac" || { cat "$work/javac"; exit 1; }
javac -nowarn -cp "$work/classes:$path" -d "$work/classes" "$here/CloudSimPlusMigration.java"
echo '<configuration><root level="OFF"/></configuration>' >"$work/logback.xml"
java -Dlogback.configurationFile="$work/logback.xml" -cp "$work/classes:$path" CloudSimPlusMigration <"$work/guests" >"$work/plus.out"

python3 - "$work" "$root/src/evidence/data/peers/migration.json" <<'PY'
import json, sys
def rows(name):
    return [line.split() for line in open(f'{sys.argv[1]}/{name}')]
simgrid = {id: {'verdict': 'never'} if rest == ['never'] else
           {'verdict': 'completes', 'total_ms': float(rest[0]), 'blackout_ms': float(rest[1])}
           for id, *rest in rows('simgrid.out')}
plus = {id: {'verdict': 'completes', 'total_ms': float(total)} for id, total in rows('plus.out')}
def listed(figures):
    return '{\n' + ',\n'.join(f'    {json.dumps(id)}: {json.dumps(values)}' for id, values in figures.items()) + '\n  }'
with open(sys.argv[2], 'w') as out:
    out.write('{\n  "SimGrid 3.32": ' + listed(simgrid) + ',\n  "CloudSim Plus 8.0.0": ' + listed(plus) + '\n}\n')
PY
echo "$(wc -l <"$work/guests") migrations through each"
