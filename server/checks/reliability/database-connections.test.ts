import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { databaseConnections } from './database-connections.ts'

const INSIDE: Partial<FunctionRecord> = {
  vpc: known({ vpcId: 'vpc-1', subnetIds: ['subnet-a'], securityGroupIds: ['sg-1'] }),
  environment: known({ names: ['DB_HOST'], flags: [{ name: 'DB_HOST', flag: 'database-endpoint' }] }),
}

describe('database-connections', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'a database and no bound', INSIDE],
    ['pass', 'a database and a share', { ...INSIDE, reservedConcurrency: known(20) }],
    ['not applicable', 'a function outside a VPC', { environment: INSIDE.environment }],
    ['not applicable', 'no database', { ...INSIDE, environment: known({ names: ['A'], flags: [] }) }],
    [
      'unknown',
      'variables that an older version stored',
      { ...INSIDE, environment: known({ names: ['DB_HOST'] }) },
    ],
    ['unknown', 'hidden variables', { ...INSIDE, environment: denied('lambda:GetFunction') }],
    ['unknown', 'a hidden share', { ...INSIDE, reservedConcurrency: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(databaseConnections.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
