import { describe, expect, it } from 'vitest'
import { failed, known } from '#server/domain/field.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeCodePackage, makeLayer } from '#server/testing/records/posture-records.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { FUNCTION_ARN, makePolicy } from '#server/testing/source-records.ts'
import { layerCodeSecrets } from './layer-code-secrets.ts'

const LAYER = makeLayer()
const ownerArn = `${LAYER.arn}:3`
const FOUND = { ownerArn, secrets: known([makeSecretMatch({ where: 'lib/keys.py', line: 1 })]) }
const verdictOf = (changes: Partial<CodePackageRecord>, others: ResourceRecord[] = []) =>
  layerCodeSecrets.evaluate(makeCodePackage({ ownerArn, ...changes }), estateOf(others))

describe('layer-code-secrets', () => {
  it.each<[string, string, Partial<CodePackageRecord>]>([
    ['pass', 'files without one', { secrets: known([]) }],
    ['fail', 'a file with one', FOUND],
    ['unknown', 'files that could not be read', { secrets: failed('AccessDenied') }],
    ['not applicable', 'a function', { ownerArn: FUNCTION_ARN }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is critical where everyone can download the layer, and about the functions that use it', () => {
    const policy = known(makePolicy({ Principal: '*', Action: 'lambda:GetLayerVersion', Resource: '*' }))
    const shared = makeLayer({
      versions: known([{ version: 3, arn: ownerArn, policy, compatibleRuntimes: [] }]),
    })
    const user = makeFunctionRecord({ layers: known([ownerArn]) })
    const other = makeFunctionRecord({ name: 'other', layers: known([`${LAYER.arn}:2`]) })
    expect(verdictOf(FOUND, [shared, user, other])).toMatchObject({
      severity: 'critical',
      affects: [FUNCTION_ARN],
    })
  })
})
