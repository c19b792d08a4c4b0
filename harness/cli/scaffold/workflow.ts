/** The text of a GitHub Actions workflow: shards side by side, put together and judged as a whole. */

/** `shards`: how many jobs run cases side by side. */
export const workflowScaffold = (shards: number): string => {
  const all = Array.from({ length: shards }, (_, index) => index + 1).join(', ');
  return `# Verifies the integrations of this repository with Gauntlet: shards side by side, then one result for all of them.
name: Gauntlet

on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: gauntlet-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  run:
    name: Shard \${{ matrix.shard }} of ${shards}
    runs-on: ubuntu-latest
    timeout-minutes: 30
    strategy:
      fail-fast: false
      matrix:
        shard: [${all}]
    steps:
      - uses: actions/checkout@v5
        with:
          # Secrets are looked for in the whole history.
          fetch-depth: 0
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      # The gate is asked of the whole: here only a run that could not be carried out fails.
      - run: npx gauntlet run --shard "\${{ matrix.shard }}/${shards}" --out "gauntlet-out/shard" --gate none --format terminal,json
      - if: \${{ !cancelled() }}
        uses: actions/upload-artifact@v5
        with:
          name: gauntlet-shard-\${{ matrix.shard }}
          path: gauntlet-out/shard
          retention-days: 7

  report:
    name: Report
    needs: run
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      actions: read
      security-events: write
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - uses: actions/download-artifact@v5
        with:
          pattern: gauntlet-shard-*
          path: gauntlet-out
      # Exit codes: 0 the gate is met, 1 it is not, 2 nothing counts, 3 inconclusive, 4 Gauntlet failed. A missing shard is 2.
      - id: report
        run: |
          code=0
          npx gauntlet report gauntlet-out/gauntlet-shard-* --out gauntlet-out/merged || code=$?
          echo "exit=$code" >> "$GITHUB_OUTPUT"
          exit "$code"
      - if: \${{ !cancelled() && steps.report.outputs.exit != '' }}
        name: Summary
        run: |
          for report in gauntlet-out/merged/fleet.md gauntlet-out/merged/*/report.md; do
            if [ -f "$report" ]; then cat "$report" >> "$GITHUB_STEP_SUMMARY"; fi
          done
      # A run that does not count is not uploaded: with no result in it, it would close every alert.
      - if: >-
          \${{ !cancelled() && contains(fromJSON('["0", "1", "3"]'), steps.report.outputs.exit)
          && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository) }}
        # A private repository without code scanning refuses it, which is no failure of the integration.
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: gauntlet-out/merged
      - if: \${{ !cancelled() && steps.report.outputs.exit != '' }}
        uses: actions/upload-artifact@v5
        with:
          name: gauntlet-report
          path: gauntlet-out/merged
`;
};
