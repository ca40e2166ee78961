#!/usr/bin/env node
// Starts the command line on the project's own Node, whatever Node runs this file.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const nodes = ['node_modules/node/bin/node', 'node_modules/node/bin/node.exe'].map((path) => join(root, path))

if (process.env.npm_lifecycle_event !== 'start') {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs')], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(1)
}

const node = nodes.find((path) => existsSync(path)) ?? process.execPath
// What runs in somebody's pipeline is to be small: the heap grows late, and what is freed is given back. Detecting lasts:
// there only what is young for a moment is kept small, which costs no time.
const SMALL = {
  audit: ['--optimize-for-size'],
  scan: ['--optimize-for-size'],
  detect: ['--max-semi-space-size=8'],
}
const small = Object.hasOwn(SMALL, process.argv[2] ?? '') ? SMALL[process.argv[2]] : undefined
const memory = small ? { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '65536' } : {}
// What was compiled once is not compiled again.
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') }

const child = spawn(node, [...(small ?? []), join(root, 'server', 'cli.ts'), ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...compiled, ...process.env, ...memory },
})

// Whoever signals this process means the child; by the channel's end the child knows when this process was killed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
