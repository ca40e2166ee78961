import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { openTempDir } from '#server/testing/open-temp-dir.ts'

const ROOT = join(import.meta.dirname, '../..')
const START_MS = 240_000
const STOP_MS = 60_000

/** The regions that the product watches; resource policies may not be read in the second. */
export const REGIONS = ['eu-west-1', 'us-east-1'] as const
/** The function that CI deploys while the journeys are under way. */
export const DEPLOYED = 'orders-cleanup'
const FAULTS = [{ service: 'lambda', operation: 'GetPolicy', region: REGIONS[1], kind: 'denied' }]

const demoLine = z.object({
  endpoint: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  accounts: z.array(z.object({ home: z.boolean(), roleArn: z.string(), externalId: z.string().optional() })),
})

/** Every process under one, itself included, as `ps` tells. */
function familyOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const parents = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((pair): pair is [number, number] => pair.length === 2)
  const family = [pid]
  for (const one of family) {
    for (const [child, parent] of parents) if (parent === one && !family.includes(child)) family.push(child)
  }
  return family
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}

async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s.`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

async function startDemo(dir: string) {
  const faults = join(dir, 'faults.json')
  await writeFile(faults, JSON.stringify(FAULTS))
  const child = spawn(
    process.execPath,
    [
      'demo/main.ts',
      '--functions',
      '90',
      '--accounts',
      '2',
      '--hostile',
      '--faults',
      faults,
      '--exit-with-parent',
    ],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`The demo AWS ended with exit code ${code}.`)))
  })
  return { child, ...demoLine.parse(JSON.parse(line)) }
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', resolve))
}

export type Product = { setUpLink: string; endpoint: string; stop: () => Promise<void> }

/** Starts the demo AWS and, against it, the program as an operator does; resolves with the printed set-up link. */
export async function startProduct(port: string): Promise<Product> {
  const dir = await openTempDir('sightline-e2e-')
  const demo = await startDemo(dir)
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS_|SIGHTLINE_|npm_lifecycle|DATABASE_URL)/.test(key)),
  )
  const child = spawn(process.execPath, ['scripts/sightline.mjs', 'up'], {
    cwd: ROOT,
    // A process group of its own, so that it can be stopped as Ctrl-C stops it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...clean,
      NODE_ENV: 'production',
      ...(process.env.SIGHTLINE_DIST_DIR ? { SIGHTLINE_DIST_DIR: process.env.SIGHTLINE_DIST_DIR } : {}),
      AWS_ENDPOINT_URL: demo.endpoint,
      AWS_ACCESS_KEY_ID: demo.accessKeyId,
      AWS_SECRET_ACCESS_KEY: demo.secretAccessKey,
      AWS_REGION: REGIONS[0],
      AWS_EC2_METADATA_DISABLED: 'true',
      SIGHTLINE_MODE: 'aws',
      SIGHTLINE_PORT: port,
      SIGHTLINE_DATA_DIR: join(dir, 'data'),
      SIGHTLINE_REGIONS: REGIONS.join(','),
      SIGHTLINE_ACCOUNT_ROLES: demo.accounts
        .filter((account) => !account.home)
        .map(({ roleArn, externalId }) => (externalId ? `${roleArn}#${externalId}` : roleArn))
        .join(','),
    },
  })
  // What it prints, for whoever looks into a failed run.
  const log = createWriteStream(join(ROOT, 'test-results', 'sightline.log'))
  let said = ''
  const link = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-20_000)
        log.write(chunk)
        const found = /http:\/\/\S+\/setup\?token=\S+/.exec(said)
        if (found) resolve(found[0])
      })
    }
    child.once('exit', (code) => reject(new Error(`sightline up ended with exit code ${code}:\n${said}`)))
  })
  const stop = async () => {
    const family = familyOf(child.pid ?? 0)
    process.kill(-(child.pid ?? 0), 'SIGINT')
    const code = await within(ended(child), STOP_MS, 'Stopping Sightline')
    demo.child.kill('SIGTERM')
    await ended(demo.child)
    log.end()
    const left = family.filter(isAlive)
    await rm(dir, { recursive: true, force: true })
    if (code !== 0) throw new Error(`sightline up ended with exit code ${code}:\n${said}`)
    if (left.length > 0) throw new Error(`Processes outlived sightline up: ${left.join(', ')}`)
  }
  try {
    return {
      setUpLink: await within(link, START_MS, `Starting Sightline (it said: ${said})`),
      endpoint: demo.endpoint,
      stop,
    }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}
