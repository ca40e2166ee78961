import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { asObject, isObject, type JsonObject } from '#server/domain/json.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import { type Completion, defineCollector } from './define-collector.ts'
import { readIn, readNumber, type Shape, unknownMembers } from './read-field.ts'

const getAccountSettings: Operation = {
  service: 'lambda',
  name: 'GetAccountSettings',
  permission: 'lambda:GetAccountSettings',
  costUsd: 0,
  hides: "the account's concurrency and code size limits",
}

const SETTINGS: Shape = {
  AccountLimit: {
    TotalCodeSize: true,
    CodeSizeUnzipped: true,
    CodeSizeZipped: true,
    ConcurrentExecutions: true,
    UnreservedConcurrentExecutions: true,
  },
  AccountUsage: { TotalCodeSize: true, FunctionCount: true },
}

export const accountSettings = defineCollector<AccountSettingsRecord>({
  id: 'account-settings',
  title: 'Account settings',
  scope: 'region',
  kind: 'account-settings',
  operations: [getAccountSettings],
  async *collect(context): AsyncGenerator<AccountSettingsRecord[], Completion> {
    const result = await call(context, getAccountSettings, new GetAccountSettingsCommand({}))
    if (result.state !== 'ok') return { complete: false }
    if (!isObject(asObject(result.output).AccountLimit)) {
      const message = 'answer has no AccountLimit'
      context.report.addProblem(getAccountSettings, { state: 'malformed', code: 'MalformedAnswer', message })
    }
    yield [readAccountSettings(asObject(result.output), context.account, context.region)]
    return { complete: true }
  },
})

export function readAccountSettings(
  from: JsonObject,
  account: { id: string; partition: string },
  region: string,
): AccountSettingsRecord {
  const limit = (name: string) => readIn(from, 'AccountLimit', (inner) => readNumber(inner, name))
  const usage = (name: string) => readIn(from, 'AccountUsage', (inner) => readNumber(inner, name))
  return {
    kind: 'account-settings',
    arn: `arn:${account.partition}:lambda:${region}:${account.id}:account-settings`,
    name: `${account.id} ${region}`,
    accountId: account.id,
    region,
    concurrentExecutions: limit('ConcurrentExecutions'),
    unreservedConcurrentExecutions: limit('UnreservedConcurrentExecutions'),
    totalCodeSizeLimitBytes: limit('TotalCodeSize'),
    codeSizeUnzippedLimitBytes: limit('CodeSizeUnzipped'),
    codeSizeZippedLimitBytes: limit('CodeSizeZipped'),
    functionCount: usage('FunctionCount'),
    totalCodeSizeBytes: usage('TotalCodeSize'),
    unknownFields: unknownMembers(from, SETTINGS),
  }
}
