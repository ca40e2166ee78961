import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { valueOr } from '#server/domain/field.ts'
import type { Audience, FunctionReach, ReachLevel } from '#server/domain/reach/reach.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { SeedFunction } from './estate.ts'

const STATEMENT = (fn: SeedFunction) =>
  JSON.stringify(valueOr(fn.record.policy, { raw: '', parsed: {} })?.parsed)

function triggersOf(fn: SeedFunction, i: number): Trigger[] {
  const { arn, accountId, region, name } = fn.record
  const base = {
    functionArn: arn,
    qualifier: null,
    sourceAccountId: accountId,
    guards: [],
    retries: 'none by Lambda: the caller decides',
    throttled: 'the caller gets 429',
  }
  const key = (text: string) => createHash('sha256').update(`${arn} ${text}`).digest('hex').slice(0, 16)
  const triggers: Trigger[] = []
  for (const { url, authType } of valueOr(fn.record.urls, []) ?? [])
    triggers.push({
      ...base,
      key: key('url'),
      kind: 'url',
      source: url,
      sourceName: 'Function URL',
      detail: `AuthType ${authType}, CORS *`,
      invocation: 'synchronous',
      failures: { to: null, via: 'caller' },
      live: true,
      liveReason: 'The URL exists.',
      sides: authType === 'NONE' ? 'both' : 'setting',
      evidence: [
        { side: 'grant', text: 'Statement FunctionURLAllowPublicAccess', quote: STATEMENT(fn) ?? null },
      ],
    })
  if (fn.record.policy.state === 'known' && triggers.every((one) => one.sides !== 'both'))
    triggers.push({
      ...base,
      key: key('rule'),
      kind: 'event-rule',
      source: `arn:aws:events:${region}:${accountId}:rule/nightly`,
      sourceName: 'nightly',
      detail: 'cron(0 2 * * ? *)',
      invocation: 'asynchronous',
      throttled: 'Lambda tries again for up to six hours',
      retries: 'twice',
      failures:
        fn.record.deadLetterTargetArn.state === 'known'
          ? { to: fn.record.deadLetterTargetArn.value, via: 'dead-letter queue' }
          : { to: null, via: 'nowhere' },
      live: i % 7 === 0 ? null : true,
      liveReason: i % 7 === 0 ? 'The rule was not seen.' : 'The rule is enabled.',
      sides: i % 7 === 0 ? 'grant only' : 'both',
      evidence: [{ side: 'grant', text: 'Statement from-events', quote: STATEMENT(fn) ?? null }],
    })
  if (i % 3 === 0)
    triggers.push({
      ...base,
      key: key('mapping'),
      kind: i % 2 === 0 ? 'sqs' : 'kinesis',
      source:
        i % 2 === 0
          ? `arn:aws:sqs:${region}:${accountId}:${name}-queue`
          : `arn:aws:kinesis:${region}:${accountId}:stream/${name}`,
      sourceName: i % 2 === 0 ? `${name}-queue` : name,
      detail: 'batches of 10',
      invocation: i % 2 === 0 ? 'queue' : 'stream',
      throttled: 'the batch waits in its source',
      retries: 'until the record expires',
      failures: { to: null, via: i % 2 === 0 ? 'unknown' : 'nowhere' },
      live: i % 12 !== 0,
      liveReason: i % 12 === 0 ? 'The mapping is Disabled.' : 'The mapping is Enabled.',
      sides: 'setting',
      evidence: [{ side: 'source', text: 'Event source mapping', quote: '{"State":"Enabled"}' }],
    })
  return triggers
}

function levelOf(fn: SeedFunction): ReachLevel {
  const urls = valueOr(fn.record.urls, [])
  if (urls?.some((url) => url.authType === 'NONE')) return 'internet'
  return urls === undefined || fn.record.policy.state === 'denied' ? 'unknown' : 'account'
}

function reachOf(fn: SeedFunction, triggers: Trigger[]): FunctionReach {
  const level = levelOf(fn)
  const audience: Audience = level === 'unknown' ? 'account' : level
  const url = triggers.find((one) => one.kind === 'url')
  const entry = level === 'internet' ? (url?.source ?? null) : null
  return {
    level,
    answers: [
      {
        audience,
        certainty: 'certain',
        via: level === 'internet' ? 'url' : 'policy',
        who: level === 'internet' ? 'everybody' : 'services of this account',
        entry,
        triggerKey: triggers[0]?.key ?? null,
        decidedBy: [{ what: 'the resource policy', quote: STATEMENT(fn) ?? null }],
        guards: [],
      },
    ],
    paths: [
      {
        audience: level,
        hops: [
          { kind: 'internet', name: 'Internet', arn: null, guards: [], missing: [], around: [] },
          {
            kind: 'function',
            name: fn.record.name,
            arn: fn.record.arn,
            guards: [],
            missing: ['authentication'],
            around: [],
          },
        ],
      },
    ],
    flood: {
      reserved: null,
      accountLimit: 1000,
      unreserved: 900,
      ceiling: 900,
      pool: 'shared',
      neighbours: { count: 12, names: [] },
      summary: 'A flood takes what the account has: its neighbours wait.',
      triggers: [],
    },
    cors: null,
    unseen: level === 'unknown' ? ['its resource policy: lambda:GetPolicy is denied'] : [],
  }
}

/** Triggers, reach and what lists filter by, as the worker would have worked them out, where no records of sources are. */
export async function seedInventory(pool: Pool, functions: SeedFunction[], nowMs: number): Promise<void> {
  const rows = functions.map((fn, i) => {
    const triggers = triggersOf(fn, i)
    const reach = reachOf(fn, triggers)
    const shared = fn.roleName.startsWith('shared')
    return {
      arn: fn.record.arn,
      role_arn: valueOr(fn.record.roleArn, ''),
      level: shared ? 'critical' : 'medium',
      risks: shared ? ['admin', 'privilege-escalation', 'shared'] : ['service-wildcard', 'data-exfiltration'],
      admin: shared,
      reach: { reach, triggersUnseen: [] },
      triggers: triggers.map((one) => ({
        ...one,
        audience: one.kind === 'url' && reach.level === 'internet' ? 'internet' : 'account',
      })),
      derived: {
        reach: reach.level,
        reachCertainty: reach.level === 'unknown' ? 'unknown' : 'certain',
        roleLevel: shared ? 'critical' : 'medium',
        triggers: triggers.length,
        triggerKinds: [...new Set(triggers.map((one) => one.kind))],
        owner: fn.summary.owner,
        env: fn.summary.env,
        criticality: i % 10 === 0 ? 'critical' : i % 4 === 0 ? 'low' : null,
      },
    }
  })
  const input = JSON.stringify(rows)
  const seen = [new Date(nowMs - 2 * DAY_MS), new Date(nowMs)]
  await pool.query(
    `WITH input AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(arn text, reach jsonb, derived jsonb)),
       marked AS (UPDATE resource r SET derived = i.derived FROM input i WHERE r.arn = i.arn AND r.kind = 'function' RETURNING r.id, i.reach)
     INSERT INTO insight (resource_id, inputs_hash, body, computed_at) SELECT id, 'seed', reach, $2 FROM marked`,
    [input, seen[1]],
  )
  await pool.query(
    `INSERT INTO trigger (resource_id, key, account_id, region, kind, source, source_name, function_arn, function_name, qualifier, invocation, sides, live, failures_via, audience, body, first_seen_at)
     SELECT r.id, t->>'key', r.account_id, r.region, t->>'kind', t->>'source', t->>'sourceName', r.arn, r.name, NULL, t->>'invocation', t->>'sides', (t->>'live')::boolean, t->'failures'->>'via', t->>'audience', t - 'audience', $2
     FROM jsonb_to_recordset($1::jsonb) AS x(arn text, triggers jsonb) JOIN resource r ON r.arn = x.arn AND r.kind = 'function', jsonb_array_elements(x.triggers) t`,
    [input, seen[0]],
  )
  await pool.query(
    `UPDATE resource r SET derived = jsonb_build_object('level', x.level, 'risks', x.risks, 'admin', x.admin, 'wildcard', true, 'functions', x.functions,
       'services', 3, 'unusedServices', 1, 'trust', '["lambda.amazonaws.com"]'::jsonb, 'controls', '[]'::jsonb)
     FROM (SELECT role_arn, level, risks, admin, count(*) AS functions FROM jsonb_to_recordset($1::jsonb) AS x(role_arn text, level text, risks jsonb, admin boolean) GROUP BY 1, 2, 3, 4) x
     WHERE r.kind = 'role' AND r.arn = x.role_arn`,
    [input],
  )
}
