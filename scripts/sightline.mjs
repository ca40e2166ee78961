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
const child = spawn(node, [join(root, 'server', 'cli.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })

// Ctrl-C reaches the child by itself; whoever signals this process alone means the child.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
process.on('SIGHUP', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
