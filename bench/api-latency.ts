import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureDemoUser } from '#server/services/setup/ensure-demo-user.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { seedStore } from '#server/testing/seed-store.ts'
import { atMost, type Bench, type Measure, percentile } from './define-bench.ts'
import { freePort, ROOT, until, withTempDir } from './product.ts'

const ROUNDS = 40
const WARM_UP = 5

export type SeededWeb = { base: string; cookie: string; stop: () => Promise<void> }

const seedSmall = (store: Store) => seedStore(store, { functions: 200, days: 14, now: Date.now() })

/** A web server of its own over a seeded store, by default with 200 functions and 14 days, without a worker. */
export async function startSeededWeb(
  dir: string,
  seed: (store: Store) => Promise<void> = seedSmall,
): Promise<SeededWeb> {
  const seeding = await startPostgres(dir)
  const filled = openStore(seeding.url)
  await migrate(filled.pool)
  await seed(filled)
  await filled.pool.query('VACUUM ANALYZE')
  await filled.close()
  await seeding.stop()
  const postgres = await startPostgres(dir)
  const store = openStore(postgres.url)
  const { email, password } = await ensureDemoUser({ store, clock: Date.now })
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const web = spawn(process.execPath, [join(ROOT, 'server/cli.ts'), 'web'], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url,
      SIGHTLINE_SECRET: 'benchmark-secret-of-more-than-32-characters',
      SIGHTLINE_MODE: 'demo',
      SIGHTLINE_PORT: String(port),
      SIGHTLINE_URL: base,
      SIGHTLINE_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exited = new Promise((resolve) => web.once('exit', resolve))
  const stop = async () => {
    web.kill('SIGTERM')
    await exited
    await store.close()
    await postgres.stop()
  }
  const signedIn = await until('the web server', 60_000, async () => {
    const response = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ email, password }),
    })
    return response.ok ? response : undefined
  })
  const cookie = signedIn.headers.getSetCookie().map((text) => text.split(';')[0])
  return { base, cookie: cookie.join('; '), stop }
}

export async function firstId(web: SeededWeb, list: string): Promise<string | number> {
  const response = await fetch(`${web.base}/api/v1/${list}`, { headers: { cookie: web.cookie } })
  const { items } = (await response.json()) as { items: { id: string | number }[] }
  const id = items[0]?.id
  if (id === undefined) throw new Error(`${list} is empty`)
  return id
}

async function time(web: SeededWeb, path: string): Promise<Measure> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS + WARM_UP; i++) {
    const startedAt = performance.now()
    const response = await fetch(`${web.base}/api/v1/${path}`, { headers: { cookie: web.cookie } })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    if (i >= WARM_UP) times.push(performance.now() - startedAt)
  }
  const shown = path.replace(/\/[0-9a-f-]{36}|\/\d+/, '/{id}')
  return atMost(`GET /api/v1/${shown}, p95`, percentile(times, 0.95), 50, 'ms')
}

export const apiLatency: Bench = {
  name: 'api',
  run: () =>
    withTempDir(async (dir) => {
      const web = await startSeededWeb(dir)
      try {
        const functionId = await firstId(web, 'functions?sort=invocations')
        const alertId = await firstId(web, 'alerts')
        const eventId = await firstId(web, 'events')
        const paths = [
          'status',
          'overview',
          'overview?range=14d',
          'functions',
          'functions?range=14d&sort=invocations',
          'functions?q=runtime:nodejs22.x&region=eu-west-1',
          `functions/${functionId}`,
          `functions/${functionId}/metrics`,
          `functions/${functionId}/metrics?range=14d`,
          `resources/${functionId}/versions`,
          'events',
          'events?range=14d&q=UpdateFunctionCode',
          'events/histogram?range=14d',
          `events/${eventId}`,
          'alerts',
          `alerts/${alertId}`,
          'coverage',
          'accounts',
          'users',
          'tokens',
          'search?q=api',
        ]
        const measures: Measure[] = []
        for (const path of paths) measures.push(await time(web, path))
        return measures
      } finally {
        await web.stop()
      }
    }),
}
