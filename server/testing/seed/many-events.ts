import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { shapesOf } from '#server/store/event-shapes.ts'
import { recordWords } from '#server/store/event-words.ts'
import { ensureEventPartitions } from '#server/store/partitions.ts'
import { createRandom } from './random.ts'

type Random = ReturnType<typeof createRandom>
type Call = { source: string; name: string; readOnly: boolean; params?: object; response?: object }
type Kind = {
  weight: number
  make: (random: Random) => { identity: object; agent: string; ip: string; call: Call }
}

const SLOTS = 200_000
const REGIONS = ['eu-west-1', 'eu-west-1', 'eu-west-1', 'us-east-1', 'ap-southeast-2'] as const
const accountOf = (i: number) => String(400_000_000_000 + i)

const session = (account: string, role: string, name: string, key: string) => ({
  type: 'AssumedRole',
  principalId: `AROA${role.toUpperCase()}:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
  accountId: account,
  accessKeyId: key,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
  },
})
const call = (service: string, name: string, readOnly: boolean, params: object = {}): Call => ({
  source: `${service}.amazonaws.com`,
  name,
  readOnly,
  params,
})
const key = (random: Random) =>
  `ASIA${Array.from({ length: 16 }, () => 'ABCDEFGHJKMNPQRS'[random.int(16)]).join('')}`

/** What an estate of 20 accounts with 2,000 functions writes: mostly functions and monitoring, some deployments, few people. */
function kindsOf(account: string): Kind[] {
  const fn = (random: Random) => `orders-${Math.floor(random.next() ** 2 * 100)}-${account.slice(-2)}`
  const own = (
    random: Random,
    service: string,
    name: string,
    readOnly: boolean,
  ): ReturnType<Kind['make']> => {
    const one = fn(random)
    return {
      identity: session(account, `${one}-role`, one, key(random)),
      agent: 'aws-sdk-nodejs/3.1100 exec-env/AWS_Lambda_nodejs22.x',
      ip: `3.${random.int(4)}.${random.int(250)}.${random.int(250)}`,
      call: call(service, name, readOnly, { name: `/prod/${one}/db` }),
    }
  }
  const functionCall = (random: Random, name: string, readOnly: boolean) =>
    call('lambda', name, readOnly, { functionName: fn(random) })
  const person = (random: Random, agent: string): ReturnType<Kind['make']> => {
    const who = `user${Math.floor(random.next() ** 2 * 40)}@example.com`
    const what = [
      functionCall(random, 'UpdateFunctionConfiguration20150331v2', false),
      functionCall(random, 'GetFunction20150331v2', true),
      call('iam', 'ListRoles', true),
      call('logs', 'StartQuery', false, { queryString: 'fields @message' }),
      call('signin', 'ConsoleLogin', false),
    ]
    return {
      identity: session(account, 'AWSReservedSSO_Developer_0a1b', who, key(random)),
      agent,
      ip: `198.51.100.${random.int(60)}`,
      call: random.pick(what),
    }
  }
  return [
    {
      weight: 24,
      make: (random) => {
        const one = fn(random)
        return {
          identity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
          agent: 'lambda.amazonaws.com',
          ip: 'lambda.amazonaws.com',
          call: call('sts', 'AssumeRole', true, {
            roleArn: `arn:aws:iam::${account}:role/${one}-role`,
            roleSessionName: one,
          }),
        }
      },
    },
    { weight: 14, make: (random) => own(random, 'logs', 'CreateLogStream', false) },
    { weight: 14, make: (random) => own(random, 'kms', 'Decrypt', true) },
    { weight: 8, make: (random) => own(random, 'secretsmanager', 'GetSecretValue', true) },
    {
      weight: 12,
      make: (random) => ({
        ...own(random, 'lambda', 'Invoke', false),
        call: functionCall(random, 'Invoke', false),
      }),
    },
    {
      weight: 20,
      make: (random) => ({
        identity: session(account, 'Monitoring', 'monitoring', key(random)),
        agent: 'Boto3/1.40 md/Botocore#1.40 ua/2.1 os/linux',
        ip: `203.0.113.${random.int(8)}`,
        call: random.pick([
          functionCall(random, 'GetFunction20150331v2', true),
          functionCall(random, 'ListTags20170331', true),
          call('monitoring', 'DescribeAlarms', true),
          call('ec2', 'DescribeInstances', true),
          call('iam', 'GetRole', true),
          call('s3', 'GetBucketPolicy', true, { bucketName: `data-${random.int(40)}` }),
        ]),
      }),
    },
    {
      weight: 4,
      make: (random) => ({
        identity: session(account, 'gha-deploy', `run-${random.int(3000)}`, key(random)),
        agent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1 aws-sdk-go-v2/1.39',
        ip: `192.0.2.${random.int(200)}`,
        call: random.pick([
          functionCall(random, 'UpdateFunctionCode20150331v2', false),
          functionCall(random, 'PublishVersion20150331', false),
          functionCall(random, 'GetFunction20150331v2', true),
          call('apigateway', 'CreateDeployment', false),
        ]),
      }),
    },
    {
      weight: 2,
      make: (random) => person(random, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_7) AppleWebKit/605.1'),
    },
    { weight: 2, make: (random) => person(random, 'aws-cli/2.31.2 md/awscrt#0.27.6 ua/2.1 os/macos') },
  ]
}

/** Records that the events are made of, the frequent ones many times. */
function templates(random: Random, accounts: number): TrailRecord[] {
  const kinds = Array.from({ length: accounts }, (_, i) => kindsOf(accountOf(i)))
  const wheel = (kinds[0] ?? []).flatMap(({ weight }, i) => Array.from({ length: weight }, () => i))
  return Array.from({ length: SLOTS / 5 }, (_, i) => {
    const at = Math.floor(random.next() ** 2 * accounts)
    const accountId = accountOf(at)
    const kind = kinds[at]?.[random.pick(wheel)]
    if (!kind) throw new Error('no such kind of event')
    const { identity, agent, ip, call: one } = kind.make(random)
    const denied = random.next() < 0.03
    const region = random.pick(REGIONS)
    const raw = {
      eventVersion: '1.11',
      userIdentity: identity,
      eventSource: one.source,
      eventName: one.name,
      awsRegion: region,
      sourceIPAddress: ip,
      userAgent: agent,
      ...(denied
        ? { errorCode: 'AccessDenied', errorMessage: `User is not authorized to perform ${one.name}` }
        : {}),
      requestParameters: { ...one.params, note: 'x'.repeat(random.int(300)) },
      responseElements: null,
      readOnly: one.readOnly,
      eventType: 'AwsApiCall',
      managementEvent: one.name !== 'Invoke',
      eventCategory: one.name === 'Invoke' ? 'Data' : 'Management',
      recipientAccountId: accountId,
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: one.source,
      },
    }
    const record = readRawRecord(
      { ...raw, eventID: `t${i}`, eventTime: '2026-11-20T08:00:00Z' },
      { accountId, region },
    )
    if (!record) throw new Error('a template cannot be read')
    return record
  })
}

const COLUMNS = `account_id, region, event_source, event_name, raw_event_name, read_only, actor_type, actor_arn, actor_name,
  session_key, access_key_id, tool, source_ip, user_agent, error_code, error_message, function_name, resources, category, role_arn, invoked_by, shape_id`

async function storeTemplates(pool: Pool, records: TrailRecord[]): Promise<void> {
  await pool.query(
    `CREATE TABLE many_template AS SELECT 0 AS slot, ${COLUMNS}, raw, words FROM trail_event LIMIT 0`,
  )
  const size = 2000
  for (let at = 0; at < records.length; at += size) {
    const batch = records.slice(at, at + size)
    const shapes = await shapesOf(pool, batch)
    const rows = batch.map((e, i) => ({
      slot: at + i,
      account_id: e.accountId,
      region: e.region,
      event_source: e.eventSource,
      event_name: e.eventName,
      raw_event_name: e.rawEventName,
      read_only: e.readOnly,
      actor_type: e.actorType,
      actor_arn: e.actorArn,
      actor_name: e.actorName,
      session_key: e.sessionKey,
      access_key_id: e.accessKeyId,
      tool: e.tool,
      source_ip: e.sourceIp,
      user_agent: e.userAgent,
      error_code: e.errorCode,
      error_message: e.errorMessage,
      function_name: e.functionName,
      resources: e.resources,
      category: e.category,
      role_arn: e.roleArn,
      invoked_by: e.invokedBy,
      shape_id: shapes[i],
      raw: e.raw,
      words: recordWords(e).join(' '),
    }))
    await pool.query(
      `INSERT INTO many_template (slot, ${COLUMNS}, raw, words)
       SELECT (r).slot, ${COLUMNS.replaceAll(/\w+/g, '(r).$&')}, (r).raw, array_to_tsvector(string_to_array(words, ' '))
       FROM (SELECT jsonb_populate_record(NULL::many_template, x - 'words') AS r, x->>'words' AS words FROM jsonb_array_elements($1::jsonb) x) y`,
      [JSON.stringify(rows)],
    )
  }
  await pool.query('CREATE INDEX ON many_template (slot); ANALYZE many_template')
}

/** Secondary indexes are made once all rows are there: ten times as fast. */
async function withoutIndexes(pool: Pool, work: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ name: string; made: string }>(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE tablename = 'trail_event' AND indexname <> 'trail_event_pkey'`,
  )
  for (const { name } of rows) await pool.query(`DROP INDEX "${name}"`)
  await work()
  for (const { made } of rows) await pool.query(made.replace(' ON ONLY ', ' ON '))
}

/** `count` events in the days before, in the order of their times, with the skew that a real estate has. */
export async function seedManyEvents(
  pool: Pool,
  { count, days, accounts, nowMs }: { count: number; days: number; accounts: number; nowMs: number },
): Promise<void> {
  const records = templates(createRandom(7), accounts)
  await storeTemplates(pool, records)
  const fromMs = nowMs - days * DAY_MS
  await ensureEventPartitions(
    pool,
    Array.from({ length: days * 24 + 1 }, (_, i) => fromMs + i * HOUR_MS),
  )
  await withoutIndexes(pool, async () => {
    const step = 250_000
    for (let at = 0; at < count; at += step) {
      await pool.query(
        `INSERT INTO trail_event (event_id, event_time, ${COLUMNS}, raw, words)
         SELECT id, at, ${COLUMNS.replace('session_key', "session_key || '-' || hour").replace(' access_key_id', " access_key_id || '-' || hour")},
           raw || jsonb_build_object('eventID', id, 'eventTime', at, 'requestID', md5(id)), words || array_to_tsvector(ARRAY[md5(id)])
         FROM (SELECT i, md5('many' || i)::uuid::text AS id, floor(random() * ${records.length})::int AS slot,
             date_trunc('second', $3::timestamptz + (i::float8 / $4 * $5 + (random() - 0.5) * least($5 / 200, 3600)) * interval '1 second') AS at,
             i / ${Math.ceil(count / days / 6)} AS hour FROM generate_series($1::int, $2::int) i) e
         JOIN many_template t ON t.slot = e.slot WHERE at < $6`,
        [at, Math.min(at + step, count) - 1, new Date(fromMs), count, days * 86_400, new Date(nowMs)],
      )
    }
  })
  await pool.query(`DROP TABLE many_template;
    INSERT INTO trail_hour SELECT floor(date_part('epoch', event_time) / 3600)::int, shape_id, count(*) FROM trail_event GROUP BY 1, 2 ORDER BY 1, 2;
    INSERT INTO trail_day SELECT hour / 24, shape_id, sum(count) FROM trail_hour GROUP BY 1, 2 ORDER BY 1, 2`)
}
