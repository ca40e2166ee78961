import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { parseArn } from '#server/domain/arn.ts'
import { absent, type Field, known } from '#server/domain/field.ts'
import { asObject, asText, asTexts } from '#server/domain/json.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { unseen } from './read-field.ts'

export type CallerIdentity = { accountId: string; partition: string; callerArn: string; alias: Field<string> }

const getCallerIdentity: Operation = {
  service: 'sts',
  name: 'GetCallerIdentity',
  permission: '',
  costUsd: 0,
  hides: 'which account is watched',
}
const listAccountAliases: Operation = {
  service: 'iam',
  name: 'ListAccountAliases',
  permission: 'iam:ListAccountAliases',
  costUsd: 0,
  hides: "the account's name",
}

/** Whose credentials these are. Works with any `account.id` in the context: the answer tells the real one. */
export const stsIdentity = defineCollector<CallerIdentity>({
  id: 'sts-identity',
  title: 'Account identity',
  scope: 'account',
  operations: [getCallerIdentity, listAccountAliases],
  async *collect(context): AsyncGenerator<CallerIdentity[], Completion> {
    const result = await call(context, getCallerIdentity, new GetCallerIdentityCommand({}))
    if (result.state !== 'ok') return { complete: false }
    const answer = asObject(result.output)
    const callerArn = asText(answer.Arn) ?? ''
    const accountId = asText(answer.Account)
    if (accountId === undefined || !/^\d{12}$/.test(accountId)) {
      const message = 'answer has no account id'
      context.report.addProblem(getCallerIdentity, { state: 'malformed', code: 'MalformedAnswer', message })
      return { complete: false }
    }
    const partition = parseArn(callerArn)?.partition ?? context.account.partition
    yield [{ accountId, partition, callerArn, alias: await readAlias(context) }]
    return { complete: true }
  },
})

async function readAlias(context: CollectorContext): Promise<Field<string>> {
  const result = await call(context, listAccountAliases, new ListAccountAliasesCommand({}))
  if (result.state !== 'ok') return unseen(result)
  const [alias] = asTexts(asObject(result.output).AccountAliases)
  return alias === undefined ? absent() : known(alias)
}
