import { absent, type Field, known } from '#server/domain/field.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { resourcePolicy } from './policies.ts'
import { asFlag, notYet, textIn } from './readers.ts'
import type { Stack } from './stack.ts'

/** Principals without a dot are accounts or `*`. Source: Lambda API reference, AddPermission. */
function principalOf(principal: string): unknown {
  if (principal === '*') return '*'
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` }
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal }
}

/** The statement that Lambda writes for a permission. */
function statementOf({ id, properties }: TemplateResource, resource: string): Record<string, unknown> {
  const equals: Record<string, unknown> = {}
  const { SourceAccount, FunctionUrlAuthType, PrincipalOrgID, EventSourceToken, SourceArn } = properties
  if (SourceAccount !== undefined) equals['AWS:SourceAccount'] = textIn(SourceAccount)
  if (FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = textIn(FunctionUrlAuthType)
  if (PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = textIn(PrincipalOrgID)
  if (EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = textIn(EventSourceToken)
  const condition = {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
    ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': textIn(SourceArn) } }),
    ...(asFlag(properties.InvokedViaFunctionUrl) === true
      ? { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }
      : {}),
  }
  const principal =
    typeof properties.Principal === 'string' ? properties.Principal : String(properties.Principal)
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: properties.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  }
}

type Policies = Pick<FunctionRecord, 'policy' | 'qualifiedPolicies'>

/** The resource policies that a template's permissions make: the function's own, and those of its qualifiers. */
export function functionPolicies(stack: Stack): {
  of: (functionArn: string) => Policies
  permissions: (functionArn: string) => readonly TemplateResource[]
} {
  const byFunction = new Map<string, Map<string, { statements: unknown[]; from: TemplateResource[] }>>()
  for (const permission of stack.of('AWS::Lambda::Permission')) {
    const target = stack.functionNamed(permission.properties.FunctionName)
    if (!target) continue
    const { arn, qualifier } = target
    const byQualifier = byFunction.get(arn) ?? new Map()
    const policy = byQualifier.get(qualifier ?? '') ?? { statements: [], from: [] }
    policy.statements.push(statementOf(permission, qualifier ? `${arn}:${qualifier}` : arn))
    policy.from.push(permission)
    byQualifier.set(qualifier ?? '', policy)
    byFunction.set(arn, byQualifier)
  }
  const documentOf = (statements: unknown[]): Field<PolicyDocument> =>
    resourcePolicy({ Version: '2012-10-17', Statement: statements })
  return {
    of: (functionArn) => {
      const { '': own, ...qualified } = Object.fromEntries(byFunction.get(functionArn) ?? [])
      const documents = Object.entries(qualified).map(
        ([qualifier, { statements }]) => [qualifier, documentOf(statements)] as const,
      )
      const read = documents.flatMap(([qualifier, document]) =>
        document.state === 'known' ? [[qualifier, document.value] as const] : [],
      )
      const complete = read.length === documents.length
      return {
        policy: own ? documentOf(own.statements) : absent(),
        qualifiedPolicies:
          documents.length === 0 ? absent() : complete ? known(Object.fromEntries(read)) : notYet(),
      }
    },
    permissions: (functionArn) =>
      [...(byFunction.get(functionArn)?.values() ?? [])].flatMap(({ from }) => from),
  }
}
