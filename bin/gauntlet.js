#!/usr/bin/env node
// Runs on any Node that knows modules, so that an old one is told what is missing instead of failing on syntax.
var required = [22, 22];
var running = process.versions.node.split('.').map(Number);
var isOld = running[0] < required[0] || (running[0] === required[0] && running[1] < required[1]);

// Half of the time of a short command would go into compiling the same code again, here and in the processes of its jobs.
function keepCompiled() {
  return import('node:module').then((module) => {
    var directory = module.enableCompileCache().directory;
    if (directory && !process.env.NODE_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = directory;
  });
}

function start() {
  return import('node:fs').then((fs) => {
    // In the repository the sources run as they are; the published package has only what was built from them.
    var source = new URL('../harness/cli/main.ts', import.meta.url);
    var built = new URL('../dist/harness/cli/main.js', import.meta.url);
    return import((fs.existsSync(source) ? source : built).href);
  });
}

if (isOld) {
  console.error(
    'gauntlet needs Node ' +
      required.join('.') +
      ' or newer, and this is ' +
      process.version +
      '. Install a newer Node, or add one to the project: npm install --save-dev node@24',
  );
  process.exitCode = 2;
} else {
  keepCompiled()
    .then(start)
    .catch((error) => {
      console.error(error);
      process.exitCode = 4;
    });
}
