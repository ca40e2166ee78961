import { AwsAccess } from '#server/aws/access.ts'
import { clockSkewMs } from '#server/aws/clock-skew.ts'
import { hasCredentials } from '#server/aws/has-credentials.ts'
import { RunReport } from '#server/aws/run-report.ts'
import { probePermissions } from '#server/collectors/probe-permissions.ts'
import { formatDuration, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { type Env, readEnv } from '#server/env.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'

type Line = { ok: boolean | undefined; what: string; detail: string }

const MARKS = { true: 'ok    ', false: 'MISSING', undefined: 'unknown' }
/** AWS refuses requests that are signed more than five minutes off. Source: AWS, Signature Version 4. */
const MAX_SKEW_MS = 5 * MINUTE_MS

function print({ ok, what, detail }: Line): void {
  process.stdout.write(`${MARKS[`${ok}`].padEnd(8)} ${what.padEnd(40)} ${detail}\n`)
}

async function checkDatabase(env: Env): Promise<Line> {
  const what = 'database'
  if (!env.DATABASE_URL) return { ok: true, what, detail: 'embedded Postgres, started by `sightline up`' }
  const store = openStore(env.DATABASE_URL, { maxConnections: 1 })
  try {
    const { rows } = await store.pool.query<{ version: string }>('SHOW server_version')
    const version = rows[0]?.version ?? 'unknown'
    if (Number.parseInt(version, 10) < 16)
      return { ok: false, what, detail: `Postgres ${version}; 16 or newer is needed` }
    const applied = await migrate(store.pool)
    return {
      ok: true,
      what,
      detail: `Postgres ${version}${applied.length > 0 ? `; applied ${applied.length} migrations` : ''}`,
    }
  } catch (error) {
    return { ok: false, what, detail: (error as Error).message }
  } finally {
    await store.close()
  }
}

async function checkClock(region: string): Promise<Line> {
  const what = 'clock'
  const skew = await clockSkewMs(region)
  if (skew === undefined) return { ok: undefined, what, detail: 'AWS told no time' }
  const ahead =
    Math.abs(skew) < SECOND_MS
      ? 'as AWS’s'
      : `${formatDuration(skew)} ${skew < 0 ? 'behind' : 'ahead of'} AWS`
  return { ok: Math.abs(skew) < MAX_SKEW_MS, what, detail: ahead }
}

async function* checkPermissions(region: string): AsyncGenerator<Line> {
  const aws = new AwsAccess({ region })
  const context = {
    account: { id: UNIDENTIFIED_ACCOUNT, partition: 'aws' },
    region,
    clients: aws.clients,
    clock: Date.now,
    signal: new AbortController().signal,
    report: new RunReport(),
  }
  try {
    for await (const probe of probePermissions(context)) {
      const ok = probe.state === 'unknown' ? undefined : probe.state === 'allowed'
      const detail = ok ? '' : `hides ${probe.hides} (${probe.message})`
      yield { ok, what: probe.permission || `sts:${probe.operation}`, detail }
    }
  } finally {
    aws.clients.close()
  }
}

/** `sightline doctor`: prints a line for each thing it looked at; the exit code is 1 when anything is missing. */
export async function doctor(): Promise<number> {
  const env = readEnv()
  const region =
    env.SIGHTLINE_REGIONS[0] ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
  let missing = 0
  let unknown = 0
  const note = (line: Line) => {
    print(line)
    if (line.ok === false) missing += 1
    if (line.ok === undefined) unknown += 1
  }
  note(await checkDatabase(env))
  const credentials = await hasCredentials()
  note({
    ok: credentials,
    what: 'AWS credentials',
    detail: credentials ? `region ${region}` : 'none in the standard chain',
  })
  if (credentials) {
    note(await checkClock(region))
    for await (const line of checkPermissions(region)) note(line)
  }
  const untold = unknown > 0 ? ` ${unknown} could not be told.` : ''
  const advice = missing > 0 ? ' `sightline iam-policy` prints the policy to attach.' : ''
  process.stdout.write(`\n${missing === 0 ? 'Nothing is' : missing} missing.${untold}${advice}\n`)
  return missing === 0 ? 0 : 1
}
