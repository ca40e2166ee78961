import fc from 'fast-check'
import { expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { roleAccess, takeover } from './access.ts'
import { assess } from './assess-for-test.ts'
import { formatPolicy } from './least-privilege/format-policy.ts'
import { policyDiff } from './least-privilege/policy-diff.ts'
import { proposePolicy } from './least-privilege/propose-policy.ts'
import { policiesOf, policyDocument, roleForTest } from './role-for-test.ts'
import { takeovers } from './takeovers.ts'

const table = await loadActionTable()
const odd = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '*',
      'iam:*',
      's3:Get*',
      'lambda:UpdateFunctionCode',
      'arn:aws:s3:::b/*',
      'arn:aws:iam::1:role/r',
      '',
      '$\u007baws:username}',
      '<b>',
      '=1+1',
      '\u202e',
    ),
  },
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
)
const statement = fc.record(
  {
    Sid: odd,
    Effect: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('Allow', 'Deny') }, odd),
    Principal: fc.oneof(odd, fc.record({ AWS: odd, Service: odd, Federated: odd }, { requiredKeys: [] })),
    NotPrincipal: odd,
    Action: fc.oneof(odd, fc.array(odd, { maxLength: 3 })),
    NotAction: fc.oneof(odd, fc.array(odd, { maxLength: 2 })),
    Resource: fc.oneof(odd, fc.array(odd, { maxLength: 3 })),
    NotResource: odd,
    Condition: fc.oneof(
      odd,
      fc.dictionary(
        fc.constantFrom('StringLike', 'Bool', 'x'),
        fc.dictionary(fc.string({ maxLength: 5 }), odd, { maxKeys: 2 }),
      ),
    ),
  },
  { requiredKeys: ['Effect'] },
)
const statements = fc.oneof(fc.array(statement, { maxLength: 3 }), statement, odd)

it('judges, proposes and finds takeovers whatever the documents are', () => {
  fc.assert(
    fc.property(statements, statements, statements, (own, trust, resource) => {
      const changes = { trustPolicy: known(policyDocument(trust)) }
      const access = assess(own, changes)
      expect(roleAccess.safeParse(access).success).toBe(true)
      const record = roleForTest(own, changes)
      const fn = functionRecord('app', {
        roleArn: known(record.arn),
        policy: known(policyDocument(resource)),
      })
      const found = takeovers(fn, record, [{ record, principal: policiesOf(record) }])
      for (const one of found.takeovers) expect(takeover.safeParse(one).success).toBe(true)
      const proposal = proposePolicy({
        record,
        functions: [fn],
        mappings: [],
        observed: [],
        lastAccessed: known([]),
        dataEvents: known([]),
        window: { from: '2026-08-20T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z', completeFrom: null },
        table,
      })
      for (const format of ['json', 'sam', 'terraform', 'cfn'] as const)
        expect(formatPolicy(proposal.policy, format, { roleName: record.name }).text).not.toBe('')
      policyDiff(proposal.today, proposal.policy)
    }),
    { numRuns: 40 },
  )
})

it('finds nothing where everything is denied', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 3 }), (own) => {
      const { risks } = assess([...own, { Effect: 'Deny', Action: '*', Resource: '*' }])
      expect(risks).toEqual([])
    }),
    { numRuns: 30 },
  )
})
