import { type Env, readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { addDemoSources } from './add-demo-sources.ts'
import { buildIfStale } from './build-if-stale.ts'
import { startChild } from './child-process.ts'
import { chooseMode, type Mode } from './choose-mode.ts'
import { choosePort } from './choose-port.ts'
import { openDataDir, readOrCreateSecret } from './data-dir.ts'
import { lockInstance } from './instance-lock.ts'
import { prepareDatabase } from './prepare-database.ts'
import { announce, say } from './say.ts'
import { signInLines } from './sign-in-lines.ts'
import { startDemo, withoutAws } from './start-demo.ts'
import { superviseChild } from './supervise-child.ts'

/** What has been started, in the order in which it is stopped; the database goes last. */
class Stops {
  readonly #stops: (() => Promise<void> | void)[] = []
  #done: Promise<void> | undefined

  add(stop: () => Promise<void> | void): void {
    this.#stops.unshift(stop)
  }

  run(): Promise<void> {
    this.#done ??= (async () => {
      for (const stop of this.#stops) await stop()
    })()
    return this.#done
  }
}

async function startDatabase(
  env: Env,
  mode: Mode,
  dataDir: string,
  stops: Stops,
  fail: (why: string) => void,
) {
  if (env.DATABASE_URL) {
    say('Using the database at DATABASE_URL')
    return env.DATABASE_URL
  }
  say('Starting the embedded Postgres')
  const postgres = await startPostgres(dataDir, {
    database: mode === 'demo' ? 'sightline_demo' : 'sightline',
  })
  let stopping = false
  postgres.exited.then(() => {
    if (!stopping) fail('The embedded database ended by itself.')
  })
  stops.add(() => {
    stopping = true
    return postgres.stop()
  })
  return postgres.url
}

async function startAws(
  env: Env,
  mode: Mode,
  { dataDir, databaseUrl }: { dataDir: string; databaseUrl: string },
  stops: Stops,
): Promise<NodeJS.ProcessEnv> {
  if (mode === 'aws') return process.env
  say('No AWS credentials: starting the demo AWS, an invented estate on this machine')
  const demo = await startDemo(env, dataDir)
  stops.add(demo.stop)
  await addDemoSources(databaseUrl, demo.home)
  return demo.env
}

async function start(stops: Stops, fail: (why: string) => void): Promise<void> {
  const env = readEnv()
  const dataDir = await openDataDir(env.SIGHTLINE_DATA_DIR)
  stops.add(await lockInstance(dataDir))
  const held = await choosePort(env.SIGHTLINE_HOST, env.SIGHTLINE_PORT, Boolean(process.env.SIGHTLINE_PORT))
  stops.add(held.release)
  const { port } = held
  const mode = await chooseMode(env)
  const secret = env.SIGHTLINE_SECRET ?? (await readOrCreateSecret(dataDir))
  const built = buildIfStale(() => say('Building the pages (only after a change)'))
  built.catch(() => undefined)
  const databaseUrl = await startDatabase(env, mode, dataDir, stops, fail)
  const applied = await prepareDatabase(databaseUrl, mode)
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length > 1 ? 's' : ''}`)
  const aws = await startAws(env, mode, { dataDir, databaseUrl }, stops)
  await built
  const shown =
    env.SIGHTLINE_HOST === '0.0.0.0' || env.SIGHTLINE_HOST === '::' ? 'localhost' : env.SIGHTLINE_HOST
  const address = env.SIGHTLINE_URL ?? `http://${shown}:${port}`
  const childEnv: NodeJS.ProcessEnv = {
    ...aws,
    NODE_ENV: 'production',
    // A small young and a bounded old generation keep two long-lived processes small; what the person sets wins.
    NODE_OPTIONS:
      `--max-semi-space-size=8 --max-old-space-size=1024 ${process.env.NODE_OPTIONS ?? ''}`.trim(),
    DATABASE_URL: databaseUrl,
    SIGHTLINE_MODE: mode,
    SIGHTLINE_SECRET: secret,
    SIGHTLINE_PORT: String(port),
    SIGHTLINE_LOG_LEVEL: process.env.SIGHTLINE_LOG_LEVEL ?? 'warn',
  }
  say('Starting worker and web')
  await held.release()
  const [worker, web] = await Promise.all([
    superviseChild(() => startChild('the worker', ['server/cli.ts', 'worker'], childEnv)),
    superviseChild(() => startChild('the web server', ['server/cli.ts', 'web'], withoutAws(childEnv))),
  ])
  stops.add(() => worker.stop())
  stops.add(() => web.stop())
  for (const child of [worker, web]) child.failed.then(fail)
  const watching =
    mode === 'demo'
      ? ['Demo: this watches an invented estate, not your AWS account. See the README for yours.', '']
      : [
          `Watching ${process.env.AWS_ENDPOINT_URL ? `the AWS at ${process.env.AWS_ENDPOINT_URL}` : 'your AWS account'}.`,
          '',
        ]
  announce([...watching, ...(await signInLines(databaseUrl, mode, address)), '', 'Ctrl-C stops everything.'])
}

/** How long a start that is broken off may take to come to a point where it can be undone. */
const SETTLE_MS = 5000

/** `sightline up`: brings everything up and stays until it is stopped. Resolves with the exit code. */
export async function up(): Promise<number> {
  const stops = new Stops()
  const end = Promise.withResolvers<number>()
  const fail = (why: string) => {
    process.stderr.write(`${why}\n`)
    end.resolve(1)
  }
  let stopping = false
  const stop = () => {
    if (!stopping) process.stdout.write('\nStopping …\n')
    stopping = true
    end.resolve(0)
  }
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(event, stop)
  const started = start(stops, fail).catch((error) => {
    fail(
      error instanceof SettingError
        ? error.message
        : `Sightline could not start: ${(error as Error).message}`,
    )
  })
  const code = await end.promise
  await Promise.race([started, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))])
  await stops.run()
  return code
}
