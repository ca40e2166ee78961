import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { SettingError } from '#server/errors.ts'
import { type PostgresHome, postgresHome } from './postgres-home.ts'

const run = promisify(execFile)
const USER = 'sightline'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function passwordOf(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres-password')
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(file, password, { mode: 0o600 })
  return password
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const passwordFile = join(home.dataDir, '..', `.initdb-${randomBytes(6).toString('hex')}`)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (home.ids.uid && home.ids.gid) await chown(passwordFile, home.ids.uid, home.ids.gid)
  try {
    await run(
      join(home.binDir, 'initdb'),
      [
        `--pgdata=${home.dataDir}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      home.ids,
    )
  } catch (error) {
    await rm(home.dataDir, { recursive: true, force: true })
    throw new SettingError(`The embedded database could not be made in ${home.dataDir}.`, error)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Stops a server that outlived its parent; its process id is the first line of postmaster.pid. */
async function stopOrphan(home: PostgresHome): Promise<void> {
  const file = join(home.dataDir, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  if (!command.includes('postgres')) return
  process.kill(pid, 'SIGINT')
  for (let i = 0; i < 300 && isAlive(pid); i++) await wait(100)
  if (isAlive(pid))
    throw new SettingError(`Process ${pid} still holds the database in ${home.dataDir}: stop it first.`)
}

function launch(home: PostgresHome, port: number, settings: string[]): ChildProcess {
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'shared_buffers=64MB',
    'work_mem=8MB',
    'max_wal_size=1GB',
    'jit=off',
    'wal_compression=on',
    ...settings,
  ].flatMap((setting) => ['-c', setting])
  // A process group of its own: Ctrl-C in the terminal must not reach the database before its clients have gone.
  return spawn(join(home.binDir, 'postgres'), ['-D', home.dataDir, '-p', String(port), ...flags], {
    ...home.ids,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-4000)
  })
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) {
      const line =
        said.split('\n').find((text) => /FATAL|ERROR|PANIC/.test(text)) ?? said.trim().split('\n').at(-1)
      throw new SettingError(`The embedded database did not start: ${line ?? 'it said nothing'}.`)
    }
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    const connected = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => undefined)
    if (connected) return
    await wait(50)
  }
  throw new SettingError('The embedded database did not answer within 30 seconds.')
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

export type RunningPostgres = {
  url: string
  pid: number
  exited: Promise<number | null>
  stop: () => Promise<void>
}

/**
 * Starts the Postgres that ships with the program, with its files under `dataDir`, on a free loopback port. A server
 * left behind by a killed parent is stopped first. Throws a SettingError of one sentence.
 */
export async function startPostgres(
  dataDir: string,
  options: { settings?: string[]; database?: string } = {},
): Promise<RunningPostgres> {
  await mkdir(dataDir, { recursive: true })
  if (process.getuid?.() === 0) await chmod(dataDir, 0o755)
  const home = await postgresHome(dataDir)
  const password = await passwordOf(dataDir)
  await stopOrphan(home)
  if (!existsSync(join(home.dataDir, 'PG_VERSION'))) await initialise(home, password)
  const database = options.database ?? 'sightline'
  const port = await freePort()
  const child = launch(home, port, options.settings ?? [])
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const urlOf = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGINT')
    await exited
  }
  try {
    await untilReady(child, urlOf('postgres'))
    await ensureDatabase(urlOf('postgres'), database)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: urlOf(database), pid: child.pid ?? 0, exited, stop }
}
