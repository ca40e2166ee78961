// Runs on whatever Node the machine has, before anything is installed: plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Sightline needs Node 20.19 or newer to install itself; this is ${process.versions.node}.`)
  process.exit(1)
}

function fail(what, result) {
  console.error(
    `${what} failed${result.error ? `: ${result.error.message}` : ` with exit code ${result.status}`}.`,
  )
  process.exit(1)
}

function installIfNeeded() {
  const installed = at('node_modules', '.package-lock.json')
  const lock = at('package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing packages …')
  const npm = process.env.npm_execpath
  const [command, args] = npm
    ? [process.execPath, [npm, 'ci', '--include=dev']]
    : ['npm', ['ci', '--include=dev']]
  // Migrations are applied by the program itself: Prisma's schema engine need not be downloaded.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
  for (const key of Object.keys(env)) if (/^npm_(config|package|lifecycle)_/i.test(key)) delete env[key]
  const result = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (result.status !== 0) fail('npm ci', result)
}

function generateIfNeeded() {
  const schema = createHash('sha256').update(readFileSync(at('prisma', 'schema.prisma')))
  const version = readFileSync(at('node_modules', 'prisma', 'package.json'))
  const hash = schema.update(version).digest('hex')
  const stamp = at('server', 'store', 'generated', '.hash')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  console.log('Generating the database client …')
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
  const cli = at('node_modules', 'prisma', 'build', 'index.js')
  const node = at('node_modules', 'node', 'bin', 'node')
  const result = spawnSync(existsSync(node) ? node : process.execPath, [cli, 'generate'], {
    cwd: root,
    env,
    encoding: 'utf8',
  })
  if (result.status !== 0) {
    console.error(result.stderr)
    fail('prisma generate', result)
  }
  writeFileSync(stamp, hash)
}

installIfNeeded()
generateIfNeeded()
