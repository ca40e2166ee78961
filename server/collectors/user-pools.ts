import { DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { isFunctionArn } from '#server/domain/arn.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { asObject, asText, isObject, type JsonObject } from '#server/domain/json.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readBoolean, readField, readIn, unseen } from './read-field.ts'

const listUserPools: Operation = {
  service: 'cognito-idp',
  name: 'ListUserPools',
  permission: 'cognito-idp:ListUserPools',
  costUsd: 0,
  hides: 'which Cognito user pools call a function while people sign in',
}
const describeUserPool: Operation = {
  service: 'cognito-idp',
  name: 'DescribeUserPool',
  permission: 'cognito-idp:DescribeUserPool',
  costUsd: 0,
  hides: 'the functions of a user pool, and whether anybody may sign up',
}

/** Cognito user pools that call functions, or could not be read; those that call none are left out. */
export const userPools = defineCollector<UserPoolRecord>({
  id: 'user-pools',
  title: 'Cognito user pools',
  scope: 'region',
  kind: 'user-pool',
  changedBy: ['cognito-idp.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listUserPools, describeUserPool],
  async *collect(context): Batches<UserPoolRecord> {
    const paging = {
      operation: listUserPools,
      command: (NextToken: string | undefined) => new ListUserPoolsCommand({ NextToken, MaxResults: 60 }),
      items: 'UserPools',
      token: 'NextToken',
    }
    const { complete } = yield* readEach(context, paging, (item) => readUserPool(context, item))
    return { complete }
  },
})

async function readUserPool(
  context: CollectorContext,
  listed: JsonObject,
): Promise<UserPoolRecord | undefined> {
  const poolId = asText(listed.Id)
  if (poolId === undefined) throw unreadable('a user pool')
  const pool = await readPool(context, poolId)
  const field = <T>(read: (from: JsonObject) => Field<T>): Field<T> =>
    pool.state === 'known' ? read(pool.value) : pool
  const triggers = field(readTriggers)
  if (triggers.state === 'absent') return undefined
  const { account, region } = context
  const arn = pool.state === 'known' ? asText(pool.value.Arn) : undefined
  return {
    kind: 'user-pool',
    arn: arn ?? `arn:${account.partition}:cognito-idp:${region}:${account.id}:userpool/${poolId}`,
    name: asText(listed.Name) ?? poolId,
    accountId: account.id,
    region,
    poolId,
    triggers,
    selfSignUp: field(readSelfSignUp),
    unknownFields: [],
  }
}

/** Absent where the pool has gone since it was listed. */
async function readPool(context: CollectorContext, UserPoolId: string): Promise<Field<JsonObject>> {
  const command = new DescribeUserPoolCommand({ UserPoolId })
  const result = await call(context, describeUserPool, command, { resource: UserPoolId })
  if (result.state !== 'ok') return unseen(result)
  const pool = asObject(result.output).UserPool
  if (isObject(pool) && asText(pool.Id) !== undefined) return known(pool)
  const message = 'the answer has no user pool'
  const problem = { state: 'malformed' as const, code: 'MalformedAnswer', message }
  context.report.addProblem(describeUserPool, problem, UserPoolId)
  return failed('MalformedAnswer')
}

/**
 * The functions by trigger, whatever the triggers are called: as an ARN, or in an object with one. Of two entries for
 * one trigger, as with PreTokenGeneration and its Config, AWS calls the one function that both name.
 */
function readTriggers(pool: JsonObject): UserPoolRecord['triggers'] {
  const config = readField(pool, 'LambdaConfig', (value) => (isObject(value) ? value : undefined))
  if (config.state !== 'known') return config
  const byTrigger = new Map<string, string>()
  for (const [name, value] of Object.entries(config.value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const functionArn = asText(value) ?? asText(asObject(value).LambdaArn)
    if (isFunctionArn(functionArn)) byTrigger.set(name.replace(/Config$/, ''), functionArn)
  }
  if (byTrigger.size === 0) return absent()
  return known([...byTrigger].map(([trigger, functionArn]) => ({ trigger, functionArn })))
}

function readSelfSignUp(pool: JsonObject): Field<boolean> {
  const adminOnly = readIn(pool, 'AdminCreateUserConfig', (config) =>
    readBoolean(config, 'AllowAdminCreateUserOnly'),
  )
  return mapField(adminOnly, (only) => !only)
}
