import { expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { roleUse } from './role-use.ts'

const ORDERS = { name: 'orders-api', region: 'eu-west-1', runtime: null }
const SEARCH = { name: 'search-api', region: 'us-east-1', runtime: null }

function useOf(byRole: Record<string, (typeof ORDERS)[]>, region = 'us-east-1') {
  const raw = exampleRecord({ source: 'iam', name: 'PutRolePolicy', request: { roleName: 'app' }, region })
  const record = readRawRecord(raw, { accountId: '111122223333', region })
  if (!record) throw new Error('the record cannot be read')
  return roleUse(record, { ...NO_CONTEXT, functionsOfRole: (arn) => byRole[arn] ?? [] })
}

it('is about the function that alone has the role, and about its region', () => {
  const use = useOf({ 'arn:aws:iam::111122223333:role/app': [ORDERS] })
  expect(use.place).toEqual({ functionName: 'orders-api', region: 'eu-west-1' })
})

it('names all functions that share the role, and is about none of them alone', () => {
  const use = useOf({ 'arn:aws:iam::111122223333:role/app': [ORDERS, SEARCH] })
  expect(use.place).toEqual({})
  expect(use.evidence).toEqual([
    { label: 'Functions with this role', value: 'orders-api (eu-west-1), search-api (us-east-1)' },
  ])
})

it('finds roles that the console of Lambda made, and those of other partitions', () => {
  expect(useOf({ 'arn:aws:iam::111122223333:role/service-role/app': [ORDERS] }).functions).toEqual([ORDERS])
  expect(useOf({ 'arn:aws-cn:iam::111122223333:role/app': [ORDERS] }, 'cn-north-1').functions).toEqual([
    ORDERS,
  ])
})

it('says nothing where nothing is known', () => {
  expect(useOf({})).toEqual({ functions: [], place: {}, evidence: [] })
})
