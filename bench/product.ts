import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { openTempDir } from '#server/testing/open-temp-dir.ts'

export const ROOT = join(import.meta.dirname, '..')

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

export async function until<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + limitMs
  while (performance.now() < end) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${what}: not within ${limitMs / 1000} s`)
}

export type Product = {
  base: string
  process: ChildProcessByStdio<null, Readable, Readable>
  startedAt: number
  output: () => string
  stop: () => Promise<void>
}

/** `npm start` in `dir` as a newcomer would type it, in demo mode, on a port and in a data folder of its own. */
export async function startProduct(dir: string, dataDir: string): Promise<Product> {
  const port = await freePort()
  const startedAt = performance.now()
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SIGHTLINE_PORT: String(port),
    SIGHTLINE_DATA_DIR: dataDir,
    SIGHTLINE_MODE: 'demo',
  }
  for (const key of Object.keys(env)) if (/^(AWS_|npm_|DATABASE_URL|INIT_CWD)/.test(key)) delete env[key]
  const child = spawn('npm', ['start'], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGINT')
    await exited
  }
  return { base: `http://127.0.0.1:${port}`, process: child, startedAt, output: () => said, stop }
}

export async function untilPage(product: Product, limitMs: number): Promise<number> {
  await until('the sign-in page', limitMs, async () => {
    if (product.process.exitCode !== null) throw new Error(product.output())
    const response = await fetch(`${product.base}/sign-in`)
    return response.ok ? true : undefined
  })
  return (performance.now() - product.startedAt) / 1000
}

/** Signs in with the demo user that the product printed; gives the session's cookie. */
export async function signIn(product: Product): Promise<string> {
  const [, email, password] = await until('the password', 60_000, async () => {
    return /Sign in\s+(\S+)[\s\S]*Password\s+(\S+)/.exec(product.output()) ?? undefined
  })
  const response = await fetch(`${product.base}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.base },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

export async function withTempDir<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await openTempDir('sightline-bench-')
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
