/** The text of a script for any other CI. */

export const shellScaffold = (): string => `#!/usr/bin/env sh
# Verifies the integrations of this repository with Gauntlet, in any CI.
#
#   ./gauntlet-ci.sh               the whole run in one job
#   ./gauntlet-ci.sh shard 2/3     one of three jobs side by side; keep gauntlet-out/ of each
#   ./gauntlet-ci.sh report        once gauntlet-out/ of all shards was put together
#
# Exit codes: 0 the gate is met, 1 it is not, 2 nothing counts, 3 inconclusive, 4 Gauntlet failed.
# Keep gauntlet-out/merged: report.html for people, junit.xml for the CI's test view, report.sarif for code scanning.
set -eu

case "\${1:-whole}" in
  whole)
    npx gauntlet run --out gauntlet-out/merged
    ;;
  shard)
    shard=\${2:?Give a shard, such as 1/3}
    npx gauntlet run --shard "$shard" --out "gauntlet-out/shard-\${shard%/*}" --gate none --format terminal,json
    ;;
  report)
    npx gauntlet report gauntlet-out/shard-* --out gauntlet-out/merged
    ;;
  *)
    echo "There is no $1. Give whole, shard or report." >&2
    exit 2
    ;;
esac
`;
