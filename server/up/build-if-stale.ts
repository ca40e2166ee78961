import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { SettingError } from '#server/errors.ts'

export const ROOT = join(import.meta.dirname, '../..')
const SOURCES = ['app', 'components', 'server', 'public', 'prisma/schema.prisma']
// Not tsconfig.json: the build itself writes to it.
const FILES = ['package.json', 'package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts']
const LEFT_OUT = /(\.test\.tsx?$|[\\/]generated[\\/])/

async function filesOf(path: string): Promise<string[]> {
  const full = join(ROOT, path)
  if (!existsSync(full)) return []
  const entries = await readdir(full, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (!entries) return [full]
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function sourceHash(): Promise<string> {
  const found = (await Promise.all([...SOURCES, ...FILES].map(filesOf))).flat()
  const hash = createHash('sha256')
  for (const file of found.filter((name) => !LEFT_OUT.test(name)).sort()) {
    hash.update(file.slice(ROOT.length)).update(await readFile(file))
  }
  return hash.digest('hex')
}

const distDir = () => join(ROOT, process.env.SIGHTLINE_DIST_DIR ?? '.next')
const stampFile = () => join(distDir(), 'sightline-build')

export function isBuilt(): boolean {
  return existsSync(join(distDir(), 'BUILD_ID'))
}

async function build(): Promise<void> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-8000)
    })
  }
  const stop = () => child.kill()
  process.once('exit', stop)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  process.off('exit', stop)
  if (code === 0) return
  process.stderr.write(said)
  throw new SettingError('The pages could not be built; what the build said stands above.')
}

/** Builds the pages unless they were built from the same sources. `onBuild` is told when it takes a while. */
export async function buildIfStale(onBuild: () => void): Promise<void> {
  const hash = await sourceHash()
  const before = await readFile(stampFile(), 'utf8').catch(() => '')
  if (isBuilt() && before === hash) return
  onBuild()
  await build()
  await writeFile(stampFile(), hash)
}
