import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { accountIn, isOutside, outsideAccounts } from './outside-accounts.ts'
import { field, itemsOf, requestOf, textOf } from './parameters.ts'
import { statementsOf } from './statements-of.ts'

/**
 * The policy that a call gives to a topic, queue or event bus: as a document in the request, or as the accounts that
 * AddPermission names.
 */
function grantedIn(record: TrailRecord): PolicyStatement[] {
  const request = requestOf(record)
  const attributes = field(request, 'attributes')
  const isPolicy = textOf(record, 'attributeName') === 'Policy'
  const document = isPolicy
    ? field(request, 'attributeValue')
    : (field(attributes, 'policy') ?? field(request, 'policy'))
  if (document !== undefined && document !== null) return statementsOf(document)
  const accounts = [
    ...itemsOf(field(request, 'awsAccountId')),
    ...itemsOf(field(request, 'awsAccountIds')),
    ...itemsOf(field(request, 'principal')),
  ]
  if (accounts.length === 0) return []
  const condition = field(request, 'condition')
  const key = field(condition, 'key')
  return statementsOf({
    Statement: {
      Effect: 'Allow',
      Action: itemsOf(field(request, 'actionName') ?? field(request, 'actions') ?? field(request, 'action')),
      Principal: { AWS: accounts },
      ...(typeof key === 'string'
        ? { Condition: { [String(field(condition, 'type'))]: { [key]: field(condition, 'value') } } }
        : {}),
    },
  })
}

/** Whom a call lets in to a topic, queue or event bus that is not of the organisation: everybody, or an account. */
export function openedBy(
  record: TrailRecord,
  context: DetectionContext,
): { whom: string; isEverybody: boolean; account?: string; actions: string[] } | undefined {
  const statements = grantedIn(record)
  const open = statements.find(isPublicStatement)
  if (open) return { whom: 'everybody', isEverybody: true, actions: open.actions }
  const [account] = outsideAccounts(statements, record, context)
  const shared = statements.find(({ principals }) =>
    principals.some(({ value }) => accountIn(value) === account),
  )
  return account === undefined
    ? undefined
    : { whom: `account ${account}`, isEverybody: false, account, actions: shared?.actions ?? [] }
}

/** The account of an ARN, where it is none of the organisation's. */
export function foreignAccount(
  arn: string | undefined,
  record: TrailRecord,
  context: DetectionContext,
): string | undefined {
  const account = accountIn(arn)
  return isOutside(account, record, context) ? account : undefined
}
