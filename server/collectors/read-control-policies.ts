import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations'
import { call } from '#server/aws/call.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { ServiceControlPolicy } from '#server/domain/records/organization-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { ORGANIZATION_OPERATIONS } from './organization-operations.ts'
import { unseen } from './read-field.ts'
import { listAll } from './read-organization-tree.ts'

/** Service control policies with where they are attached; absent where the organisation only shares its bills. */
export async function readControlPolicies(
  context: CollectorContext,
  featureSet: Field<string>,
): Promise<Field<ServiceControlPolicy[]>> {
  if (featureSet.state === 'known' && featureSet.value === 'CONSOLIDATED_BILLING') return absent()
  const Filter = 'SERVICE_CONTROL_POLICY'
  const listed = await listAll(context, {
    operation: ORGANIZATION_OPERATIONS.listPolicies,
    command: (NextToken) => new ListPoliciesCommand({ Filter, NextToken }),
    items: 'Policies',
    token: 'NextToken',
  })
  if (listed.state !== 'known') return listed
  const policies: ServiceControlPolicy[] = []
  for (const summary of listed.value) {
    const id = asText(summary.Id)
    if (id === undefined) return failed('a policy has no id')
    policies.push({
      id,
      name: asText(summary.Name) ?? id,
      document: await readDocument(context, id),
      targets: await readTargets(context, id),
    })
  }
  return known(policies.sort((a, b) => (a.id < b.id ? -1 : 1)))
}

async function readDocument(context: CollectorContext, PolicyId: string): Promise<Field<PolicyDocument>> {
  const command = new DescribePolicyCommand({ PolicyId })
  const operation = ORGANIZATION_OPERATIONS.describePolicy
  const result = await call(context, operation, command, { resource: PolicyId })
  if (result.state !== 'ok') return unseen(result)
  const content = asText(asObject(asObject(result.output).Policy).Content)
  if (content !== undefined) return known(parsePolicyDocument(content))
  const problem = {
    state: 'malformed' as const,
    code: 'MalformedAnswer',
    message: 'the answer has no policy',
  }
  context.report.addProblem(operation, problem, PolicyId)
  return failed('MalformedAnswer')
}

async function readTargets(context: CollectorContext, PolicyId: string): Promise<Field<string[]>> {
  const listed = await listAll(context, {
    operation: ORGANIZATION_OPERATIONS.listTargets,
    command: (NextToken) => new ListTargetsForPolicyCommand({ PolicyId, NextToken }),
    items: 'Targets',
    token: 'NextToken',
    options: { resource: PolicyId },
  })
  return mapField(listed, (targets) => targets.flatMap(({ TargetId }) => asText(TargetId) ?? []).sort())
}
