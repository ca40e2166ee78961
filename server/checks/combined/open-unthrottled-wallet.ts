import { defineCheck } from '#server/checks/define-check.ts'
import { functionPolicyPublic } from '#server/checks/exposure/function-policy-public.ts'
import { qualifiedPolicyPublic } from '#server/checks/exposure/qualified-policy-public.ts'
import { openDoors } from '#server/checks/exposure/reach-doors.ts'
import { whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { certainDoors, OPEN_CHECKS, openBesidesAuthorizing, severityOfDoors } from './open-part.ts'
import { holds, judgeTogether, missing, type PartFound, unseen } from './part.ts'

/** Without reserved concurrency a flood takes all that the account has left. */
function unboundedPart({ reservedConcurrency: reserved }: FunctionRecord): PartFound {
  const hidden = whyUnseen('Its reserved concurrency', reserved)
  if (hidden) return unseen(hidden)
  if (reserved.state === 'known')
    return missing(`Its reserved concurrency of ${reserved.value} bounds what a flood can cost.`)
  return holds('nothing bounds how often it runs at once', [{ label: 'Reserved concurrency', value: 'none' }])
}

function aclsOf({ accountId, region }: FunctionRecord, around: Surroundings): WebAclRecord[] {
  return [region, GLOBAL_REGION].flatMap(
    (place) => valueOr(around.all('web-acl', { accountId, region: place }), []) ?? [],
  )
}

function isThrottled({ guards }: ReachAnswer, acls: WebAclRecord[]): boolean {
  return guards.some(({ kind, name, note }) => {
    if (kind === 'throttle') return true
    if (kind === 'usage-plan') return note !== 'no limits'
    const acl = kind === 'web-acl' ? acls.find((one) => one.name === name) : undefined
    return (valueOr(acl?.rules ?? { state: 'absent' }, []) ?? []).some(
      ({ type, action }) => type === 'rate-based' && action !== 'COUNT',
    )
  })
}

function unthrottledPart(record: FunctionRecord, around: Surroundings): PartFound {
  const reach = around.reach(record.arn)
  if (reach.state !== 'known')
    return unseen(whyUnseen('Who reaches it', reach) ?? 'Who reaches it is not known.')
  const open = openDoors(reach.value)
  const doors = [...certainDoors(record, open, around), ...open.filter(({ via }) => via === 'url')]
  const acls = aclsOf(record, around)
  const bare = doors.filter((door) => !isThrottled(door, acls))
  const isDirect = [functionPolicyPublic, qualifiedPolicyPublic].some(
    (check) => check.evaluate(record, around).state === 'fail',
  )
  if (doors.length > 0 && bare.length === 0 && !isDirect)
    return missing('Each way in from the internet is throttled.')
  return holds('no way in limits requests', [
    ...bare.slice(0, 5).map(({ entry, via }) => ({
      label: entry ?? via,
      value: 'no throttle, usage plan or rate-based rule',
    })),
    ...(isDirect || doors.length === 0
      ? [{ label: 'lambda:InvokeFunction', value: 'limited by the account’s concurrency alone' }]
      : []),
  ])
}

export const openUnthrottledWallet = defineCheck({
  id: 'open-unthrottled-wallet',
  title: 'A stranger decides what the function costs',
  group: 'combined',
  kind: 'function',
  severity: 'high',
  severityNote:
    'Medium where an API is the only way in: it has metrics, and a limit for the account, of its own.',
  alerts: true,
  parts: [...OPEN_CHECKS, 'reserved-concurrency-missing', 'api-throttling-default'],
  why: 'A script of one stranger can have the function run as often as the account allows, day and night: denial of wallet. The same flood takes the concurrency of all others.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  alertTitle: (record) => `A stranger decides what ${record.name} costs`,
  evaluate: (record, around) =>
    judgeTogether(
      record,
      around,
      [openBesidesAuthorizing, unboundedPart, unthrottledPart],
      severityOfDoors(record, around),
    ),
  remediate: (record) => ({
    text: 'Reserve somewhat more concurrency than the busiest hour needs; 20 stands for it here. It is taken from what the account’s other functions share. Throttle the API besides, as reserved concurrency alone lets a flood shut customers out.',
    cli: `aws lambda put-function-concurrency ${regionOf(record)} --function-name ${shellWord(record.name)} --reserved-concurrent-executions 20`,
    cloudformation: properties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 20 }),
    terraform: argumentsOf('aws_lambda_function', { reserved_concurrent_executions: 20 }),
  }),
})
