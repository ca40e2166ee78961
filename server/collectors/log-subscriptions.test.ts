import { expect, it } from 'vitest'
import { valueOr } from '#server/domain/field.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { functions } from './functions.ts'
import { logSubscriptions } from './log-subscriptions.ts'

const demo = openDemo()

/** The names of the log groups that functions of the demo grant. */
async function grantedGroups(): Promise<string[]> {
  const { items } = await demo.run(functions, undefined)
  const documents = items.flatMap(({ policy }) => (policy.state === 'known' ? [policy.value] : []))
  const values = documents
    .flatMap((policy) => policyStatements(policy) ?? [])
    .flatMap(({ conditions }) => conditions.flatMap((condition) => condition.values))
  return values.flatMap((value) => /:log-group:(.+):\*$/.exec(value)?.[1] ?? [])
}

it('finds the filters that send to a function, of the log groups that functions grant', async () => {
  const groups = await grantedGroups()
  expect(groups).toHaveLength(2)
  const found = await demo.run(logSubscriptions, [...groups, ...groups])
  expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], calls: 2 })
  expect(found.items).toMatchObject([
    { name: 'errors-to-audit', functionArn: expect.stringContaining(':function:'), unknownFields: [] },
  ])
  const [filter] = found.items
  expect(filter && valueOr(filter.pattern, '')).toBe('?ERROR ?Exception')
  expect(filter?.arn).toBe(
    `arn:aws:logs:eu-west-1:${filter?.accountId}:log-group:${filter?.logGroup}:subscription-filter:errors-to-audit`,
  )
})

it('asks nothing where no log group is named', async () => {
  expect(await demo.run(logSubscriptions, [])).toMatchObject({ calls: 0, complete: true, items: [] })
})

it.each([
  ['denied', 1],
  ['html', 2],
] as const)('is not complete after %s', async (kind, times) => {
  demo.aws.setFaults([{ service: 'logs', operation: 'DescribeSubscriptionFilters', kind, times }])
  const found = await demo.run(logSubscriptions, ['/shop/<b>denied</b>', ...(await grantedGroups())])
  expect(found).toMatchObject({ complete: false, items: { length: 1 } })
})
