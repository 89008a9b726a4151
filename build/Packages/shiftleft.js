#!/usr/bin/env node
// Starts the native program, which lies in the package for this system that npm has installed beside this one.
'use strict';
const { spawn } = require('node:child_process');

const system = `${process.platform}-${process.arch}`;
const name = `@shiftleft-dev/${system}`;
const names = Object.keys(require('../package.json').optionalDependencies);
const elsewhere = '`dotnet tool install --global ShiftLeft.Cli` brings one that runs wherever .NET 10 does';
const needsGlibc = `npm's program for ${system} needs glibc, which this system does not have; ${elsewhere}`;

const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit' });
child.on('error', problem => fail(lacksGlibc() ? needsGlibc : `cannot start the program of ${name}: ${problem.message}`));
// Whoever ends this process means the program.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  for (const name of signals) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});

function program() {
  if (!names.includes(name)) fail(`npm has no program for ${system}, only for ${names.map(known => known.split('/')[1]).join(', ')}; ${elsewhere}`);
  try {
    return require.resolve(`${name}/bin/shiftleft${process.platform === 'win32' ? '.exe' : ''}`);
  } catch {
    fail(lacksGlibc() ? needsGlibc : `the package ${name}, which holds the program, is not installed; install on this system, and without \`--omit=optional\``);
  }
}

// Asking takes longer than the program, so it is asked where something is wrong already.
function lacksGlibc() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
}

function fail(words) {
  process.stderr.write(`shiftleft: error: ${words}\n`);
  process.exit(2);
}
