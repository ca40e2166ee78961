import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { SeedFunction } from './estate.ts'
import { createRandom } from './random.ts'
import { storeEvents } from './store-events.ts'

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
  const rows: TrailRecord[] = []
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
    const eventTime = new Date(Math.floor(timeMs / 1000) * 1000)
    const session = `${accountId}:${actor.name}:${Math.floor(timeMs / 3_600_000)}`
    rows.push({
      eventId,
      eventTime,
      accountId,
      region,
      eventSource: 'lambda.amazonaws.com',
      eventName: name,
      rawEventName: version,
      readOnly,
      actorType: actor.type,
      actorArn,
      actorName: actor.name,
      sessionKey: session,
      accessKeyId: 'ASIAEXAMPLE',
      tool: actor.tool,
      sourceIp: `198.51.100.${random.int(20) + 1}`,
      userAgent: actor.agent,
      errorCode: error,
      errorMessage: error ? 'User is not authorized to perform this' : null,
      functionName: name === 'ListFunctions' ? null : fn.record.name,
      resources: [arn],
      raw: {
        eventVersion: '1.09',
        eventID: eventId,
        eventName: version,
        eventSource: 'lambda.amazonaws.com',
        eventTime,
        awsRegion: region,
        readOnly,
        requestParameters: { functionName: fn.record.name },
        userIdentity: { type: actor.type, arn: actorArn },
      },
      source: 'lookup',
      category: 'management',
      roleArn: null,
      invokedBy: null,
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
  await storeEvents(pool, rows)
}
