import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judge, judgeRecord } from '#server/testing/judge.ts'
import { makeDistribution } from '#server/testing/source-records.ts'
import { edgeFunctionAssociated } from './edge-function-associated.ts'

const record = makeFunctionRecord({ region: 'us-east-1', name: 'headers' })
const distribution = makeDistribution({
  behaviours: known([
    {
      pathPattern: '*',
      originId: 'o',
      allowedMethods: [],
      restrictsViewers: false,
      functions: [{ eventType: 'viewer-request', arn: `${record.arn}:3`, includesBody: false }],
    },
  ]),
})

describe('edge-function-associated', () => {
  it('says fail of a function that a distribution runs, and is off by default', () => {
    expect(judgeRecord(edgeFunctionAssociated, record, [distribution])).toMatchObject({
      state: 'fail',
      evidence: [{ value: 'viewer-request of *' }],
    })
    expect(edgeFunctionAssociated.off).toBeDefined()
  })

  it('says pass of a function that none runs', () => {
    expect(judgeRecord(edgeFunctionAssociated, record).state).toBe('pass')
  })

  it('says not applicable of a function of another region', () => {
    expect(judge(edgeFunctionAssociated, {}).state).toBe('not applicable')
  })

  it('says unknown where distributions were not collected', () => {
    expect(judgeRecord(edgeFunctionAssociated, record, [], { without: ['distribution'] }).state).toBe(
      'unknown',
    )
  })
})
