import { spawnSync } from 'node:child_process'
import { chownSync, readFileSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { ROOT } from './build-if-stale.ts'
import { childrenOf, isRunning, type Run, runUp } from './run-for-test.ts'

const START_MS = 180_000
const NOBODY = 65_534

let dir = ''
const runs: Run[] = []
const orphans: number[] = []
beforeAll(async () => {
  dir = await openTempDir('sightline-life-')
  await chmod(dir, 0o755)
})
afterAll(async () => {
  for (const run of runs) if (isRunning(run.pid)) process.kill(run.pid, 'SIGTERM')
  await Promise.all(runs.map((run) => run.exited))
  for (const pid of orphans) if (isRunning(pid)) process.kill(pid, 'SIGINT')
  await rm(dir, { recursive: true, force: true })
})

function start(dataDir: string, prefix: string[] = []): Run {
  const env = { SIGHTLINE_DATA_DIR: join(dir, dataDir), HOME: dir }
  const run = runUp({ env, prefix })
  runs.push(run)
  return run
}

async function startAndWait(dataDir: string, prefix: string[] = []): Promise<Run> {
  const run = start(dataDir, prefix)
  await run.said(/Ctrl-C stops everything/)
  return run
}

async function interrupt(run: Run): Promise<number | null> {
  process.kill(-run.pid, 'SIGINT')
  return run.exited
}

const untilGone = (pids: number[]) =>
  vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 30_000, interval: 100 })

const isPostmaster = ({ command }: { command: string }) => /bin\/postgres -D/.test(command)

/** Looks into the embedded database as an operator could. */
async function query(dataDir: string, text: string): Promise<unknown[]> {
  const at = (...parts: string[]) => readFileSync(join(dir, dataDir, ...parts), 'utf8')
  const pidFile = spawnSync('find', [join(dir, dataDir), '-name', 'postmaster.pid'], { encoding: 'utf8' })
  const port = Number(readFileSync(pidFile.stdout.trim(), 'utf8').split('\n')[3])
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'sightline',
    password: at('postgres-password').trim(),
    database: 'sightline_demo',
  })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

describe('sightline up', { timeout: START_MS }, () => {
  test('a second start in the same folder is refused while the first goes on; Ctrl-C stops every child, the database last', async () => {
    const first = await startAndWait('one')
    const address = (await first.said(/Open\s+(http:\/\/\S+)/))[1] ?? ''
    const second = start('one')
    expect(await second.exited).toBe(1)
    expect(second.err().trim()).toBe(
      `Sightline already runs in ${join(dir, 'one')} (process ${first.pid}): stop it, or set SIGHTLINE_DATA_DIR.`,
    )
    expect((await fetch(`${address}/healthz`)).status).toBe(200)

    const children = childrenOf(first.pid)
    const postmaster = children.find(isPostmaster)?.pid ?? 0
    const programs = children.filter(({ command }) => /cli\.ts (worker|web)|demo\/main\.ts/.test(command))
    expect(programs).toHaveLength(3)
    expect(postmaster).toBeGreaterThan(0)
    const lastSeenMs = new Map<number, number>()
    const look = () => {
      for (const { pid } of children) if (isRunning(pid)) lastSeenMs.set(pid, performance.now())
    }
    look()
    const watch = setInterval(look, 5)
    expect(await interrupt(first)).toBe(0)
    clearInterval(watch)
    const seenMs = (pid: number) => lastSeenMs.get(pid) ?? Number.NaN
    for (const { pid } of programs) expect(seenMs(pid)).toBeLessThanOrEqual(seenMs(postmaster))
    expect(children.filter(({ pid }) => isRunning(pid))).toEqual([])
    expect(first.err()).toBe('')
  })

  test('after kill -9 of the parent the programs end by themselves, and the next start has all data', async () => {
    const killed = await startAndWait('two')
    await query('two', `INSERT INTO setting (key, value, updated_at) VALUES ('kept', '"whole"', now())`)
    const children = childrenOf(killed.pid)
    const postmaster = children.find(isPostmaster)?.pid ?? 0
    orphans.push(postmaster)
    process.kill(killed.pid, 'SIGKILL')
    await killed.exited
    const programs = children.filter(({ command }) => /cli\.ts (worker|web)|demo\/main\.ts/.test(command))
    expect(programs).toHaveLength(3)
    await untilGone(programs.map(({ pid }) => pid))

    const next = await startAndWait('two')
    expect(isRunning(postmaster)).toBe(false)
    expect(await query('two', `SELECT value FROM setting WHERE key = 'kept'`)).toEqual([{ value: 'whole' }])
    expect(await interrupt(next)).toBe(0)
  })

  const canBeNobody =
    process.getuid?.() === 0 &&
    spawnSync('setpriv', [
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      'test',
      '-r',
      join(ROOT, 'node_modules', 'node', 'bin', 'node'),
    ]).status === 0
  test.runIf(process.getuid?.() !== 0 || canBeNobody)(
    `an ordinary user starts and stops it${canBeNobody || process.getuid?.() !== 0 ? '' : ' (skipped: root here, without setpriv or with a tree that only root can read)'}`,
    async () => {
      const prefix = canBeNobody
        ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
        : []
      if (canBeNobody) chownSync(dir, NOBODY, NOBODY)
      const run = await startAndWait('three', prefix)
      const address = (await run.said(/Open\s+(http:\/\/\S+)/))[1] ?? ''
      expect((await fetch(`${address}/sign-in`)).status).toBe(200)
      const children = childrenOf(run.pid)
      expect(await interrupt(run)).toBe(0)
      expect(children.filter(({ pid }) => isRunning(pid))).toEqual([])
      expect(run.err()).toBe('')
    },
  )
})
