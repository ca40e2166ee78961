import { ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer'
import { DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs'
import { BatchGetAccountStatusCommand } from '@aws-sdk/client-inspector2'
import { DescribeHubCommand } from '@aws-sdk/client-securityhub'
import { call } from '#server/aws/call.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { NamedPolicy } from '#server/domain/records/role-record.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { readField, unseen } from './read-field.ts'
import { listField, readList } from './read-list.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

const { accountStatus, listAnalyzers, describeHub, logPolicies } = SAFEGUARD_OPERATIONS

/** What Inspector scans here; ENABLING counts as enabled, as the first scan is on its way. */
export async function readInspector(context: CollectorContext): Promise<SafeguardsRecord['inspector']> {
  const accountIds = [context.account.id]
  const result = await call(context, accountStatus, new BatchGetAccountStatusCommand({ accountIds }))
  if (result.state !== 'ok') return unseen(result)
  const answer = asObject(result.output)
  const account = asArray(answer.accounts)
    .map(asObject)
    .find(({ accountId }) => accountId === context.account.id)
  const refusal = asArray(answer.failedAccounts).map(asObject)[0]
  if (!account) {
    const message = asText(refusal?.errorMessage) ?? 'the answer does not name the account'
    const code = asText(refusal?.errorCode) ?? 'MalformedAnswer'
    context.report.addProblem(accountStatus, { state: refusal ? 'failed' : 'malformed', code, message })
    return failed(code)
  }
  const state = asObject(account.resourceState)
  const isOn = (name: string) => /^ENABL(ED|ING)$/.test(asText(asObject(state[name]).status) ?? '')
  return known({ lambda: isOn('lambda'), lambdaCode: isOn('lambdaCode'), ecr: isOn('ecr') })
}

export type Analyzer = { arn: string; name: string; type: string; status: string }

/** The region's analyzers; absent where there is none. */
export async function readAnalyzers(context: CollectorContext): Promise<Field<Analyzer[]>> {
  const found = await readList(context, {
    operation: listAnalyzers,
    command: (nextToken) => new ListAnalyzersCommand({ nextToken }),
    items: 'analyzers',
    token: 'nextToken',
  })
  if (found.state !== 'known') return found
  const text = (value: unknown) => asText(value) ?? ''
  const analyzers = found.value.map(asObject).map(({ arn, name, type, status }) => ({
    arn: text(arn),
    name: text(name),
    type: text(type),
    status: text(status),
  }))
  return listField(analyzers.sort((a, b) => (a.arn < b.arn ? -1 : 1)))
}

export async function readAccessAnalyzers(
  context: CollectorContext,
): Promise<SafeguardsRecord['accessAnalyzers']> {
  return mapField(await readAnalyzers(context), (analyzers) =>
    analyzers.map(({ name, type, status }) => ({ name, type, status })),
  )
}

/** Security Hub says of an account without it that it is not subscribed: then the field is absent. */
export async function readSecurityHub(context: CollectorContext): Promise<SafeguardsRecord['securityHub']> {
  const result = await call(context, describeHub, new DescribeHubCommand({}))
  if (result.state !== 'ok') return unseen(result)
  return asText(asObject(result.output).HubArn) === undefined
    ? failed('the answer has no hub')
    : known({ enabled: true })
}

export async function readLogPolicies(context: CollectorContext): Promise<SafeguardsRecord['logPolicies']> {
  const found = await readList(context, {
    operation: logPolicies,
    command: (nextToken) => new DescribeResourcePoliciesCommand({ nextToken }),
    items: 'resourcePolicies',
    token: 'nextToken',
  })
  if (found.state !== 'known') return found
  const policies = found.value.map(asObject).map(
    (policy): NamedPolicy => ({
      name: asText(policy.policyName) ?? '',
      document: readField<PolicyDocument>(policy, 'policyDocument', (value) =>
        typeof value === 'string' ? parsePolicyDocument(value) : undefined,
      ),
    }),
  )
  if (policies.length === 0) return absent()
  return known(policies.sort((a, b) => (a.name < b.name ? -1 : 1)))
}
