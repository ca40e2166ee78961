import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { ensureEventPartitions } from '#server/store/partitions.ts'
import type { SeedFunction } from './estate.ts'
import { createRandom } from './random.ts'

const ACTORS = [
  {
    type: 'role',
    name: 'gha-deploy/run-4711',
    arn: 'assumed-role/gha-deploy/run-4711',
    tool: 'iac',
    agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8',
  },
  {
    type: 'user',
    name: 'alice',
    arn: 'user/alice',
    tool: 'console',
    agent: 'Mozilla/5.0 (X11; Linux x86_64)',
  },
  { type: 'user', name: 'bob', arn: 'user/bob', tool: 'cli', agent: 'aws-cli/2.17.0 md/awscrt#0.20' },
  {
    type: 'role',
    name: 'Auditor/<script>alert(1)</script>',
    arn: 'assumed-role/Auditor/x',
    tool: 'sdk',
    agent: '=HYPERLINK("http://x","y")',
  },
] as const
const WRITES = [
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'AddPermission',
  'PublishVersion',
  'CreateEventSourceMapping',
  'TagResource',
] as const
const READS = ['GetFunction', 'ListFunctions', 'GetPolicy', 'GetFunctionConfiguration'] as const

/** About `perDay` management events a day, one deployment session for each function that was changed among them. */
export async function seedEvents(
  pool: Pool,
  functions: SeedFunction[],
  nowMs: number,
  days: number,
  perDay: number,
): Promise<void> {
  const random = createRandom(11)
  const rows: Record<string, unknown>[] = []
  const add = (
    timeMs: number,
    fn: SeedFunction,
    name: string,
    actor: (typeof ACTORS)[number],
    error: string | null,
  ) => {
    const eventId = createHash('md5')
      .update(`event ${rows.length}`)
      .digest('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    const { accountId, region, arn } = fn.record
    const actorArn = `arn:aws:${actor.type === 'user' ? 'iam' : 'sts'}::${accountId}:${actor.arn}`
    const version = name.startsWith('Get')
      ? `${name}20150331v2`
      : name.startsWith('UpdateFunctionCo')
        ? `${name}20150331v2`
        : name
    const readOnly = (READS as readonly string[]).includes(name)
    const event_time = new Date(Math.floor(timeMs / 1000) * 1000)
    const session = `${accountId}:${actor.name}:${Math.floor(timeMs / 3_600_000)}`
    rows.push({
      event_id: eventId,
      event_time,
      account_id: accountId,
      region,
      event_source: 'lambda.amazonaws.com',
      event_name: name,
      raw_event_name: version,
      read_only: readOnly,
      actor_type: actor.type,
      actor_arn: actorArn,
      actor_name: actor.name,
      session_key: session,
      access_key_id: 'ASIAEXAMPLE',
      tool: actor.tool,
      source_ip: `198.51.100.${random.int(20) + 1}`,
      user_agent: actor.agent,
      error_code: error,
      error_message: error ? 'User is not authorized to perform this' : null,
      function_name: name === 'ListFunctions' ? null : fn.record.name,
      resources: [arn],
      raw: {
        eventVersion: '1.09',
        eventID: eventId,
        eventName: version,
        eventSource: 'lambda.amazonaws.com',
        eventTime: event_time,
        awsRegion: region,
        readOnly,
        requestParameters: { functionName: fn.record.name },
        userIdentity: { type: actor.type, arn: actorArn },
      },
    })
  }
  for (const fn of functions) {
    if (fn.lastModifiedMs > nowMs - days * DAY_MS)
      add(fn.lastModifiedMs, fn, 'UpdateFunctionCode', ACTORS[0], null)
  }
  for (let i = 0; i < days * perDay && functions.length > 0; i++) {
    const name = random.next() < 0.35 ? random.pick(WRITES) : random.pick(READS)
    add(
      nowMs - random.next() * days * DAY_MS,
      random.pick(functions),
      name,
      random.pick(ACTORS),
      random.next() < 0.06 ? 'AccessDenied' : null,
    )
  }
  await ensureEventPartitions(
    pool,
    Array.from({ length: days + 2 }, (_, d) => nowMs - d * DAY_MS),
  )
  await pool.query(
    `INSERT INTO trail_event (event_id, event_time, account_id, region, event_source, event_name, raw_event_name, read_only, actor_type, actor_arn, actor_name, session_key, access_key_id, tool, source_ip, user_agent, error_code, error_message, function_name, resources, raw)
     SELECT event_id, event_time, account_id, region, event_source, event_name, raw_event_name, read_only, actor_type, actor_arn, actor_name, session_key, access_key_id, tool, source_ip, user_agent, error_code, error_message, function_name,
       ARRAY(SELECT jsonb_array_elements_text(resources)), raw
     FROM jsonb_to_recordset($1::jsonb) AS x(event_id text, event_time timestamptz, account_id text, region text, event_source text, event_name text, raw_event_name text, read_only boolean, actor_type text, actor_arn text, actor_name text, session_key text, access_key_id text, tool text, source_ip text, user_agent text, error_code text, error_message text, function_name text, resources jsonb, raw jsonb)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  )
}
