import { defineCheck } from '#server/checks/define-check.ts'
import { onceAList } from '#server/checks/once-a-list.ts'
import { valueOr } from '#server/domain/field.ts'
import { isPublicPolicy } from '#server/domain/iam/public-policy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords, replaceSecret } from './secret-remedy.ts'
import { notApplicable, pass, places, secretEvidence, unseen } from './verdicts.ts'

function isShared(versionArn: string, around: Surroundings): boolean {
  const layer = around.find('layer', versionArn.replace(/:\d+$/, ''))
  const versions = layer.state === 'known' ? (valueOr(layer.value.versions, []) ?? []) : []
  const policy = versions.find(({ arn }) => arn === versionArn)?.policy
  return policy?.state === 'known' && isPublicPolicy(policy.value) === true
}

/** The functions of a list by the layer versions that they use. */
const byLayer = onceAList((functions: readonly FunctionRecord[]) => {
  const uses = functions.flatMap(({ arn, layers }) =>
    (valueOr(layers, []) ?? []).map((layer) => ({ layer, arn })),
  )
  return Map.groupBy(uses, ({ layer }) => layer)
})

function evaluate(record: CodePackageRecord, around: Surroundings): Verdict {
  const { ownerArn, secrets } = record
  if (!ownerArn.includes(':layer:')) return notApplicable('It is the code of a function.')
  const hidden = unseen('Files of the layer', secrets)
  if (hidden) return hidden
  const found = secrets.state === 'known' ? secrets.value : []
  if (found.length === 0) return pass({ label: 'Looked at', value: 'the files of the layer' })
  const isPublic = isShared(ownerArn, around)
  return {
    state: 'fail',
    severity: isPublic
      ? 'critical'
      : found.some(({ confidence }) => confidence === 'certain')
        ? 'high'
        : 'medium',
    summary: `${found.length === 1 ? 'A secret stands' : `${found.length} secrets stand`} in the layer${isPublic ? ', which everyone can download' : ''}: ${places(found)}.`,
    evidence: [
      ...secretEvidence(found),
      ...(isPublic ? [{ label: 'Layer', value: 'shared with everyone' }] : []),
    ],
    affects: (byLayer(valueOr(around.all('function', record), []) ?? []).get(ownerArn) ?? [])
      .map(({ arn }) => arn)
      .sort(),
  }
}

export const layerCodeSecrets = defineCheck({
  id: 'layer-code-secrets',
  title: 'Secret in the code of a layer',
  group: 'secrets',
  kind: 'code-package',
  severity: 'high',
  severityNote:
    'Critical where everyone can download the layer; medium where a name and a look alone speak for a secret.',
  why: 'Every function that uses the layer has the secret, and so has everyone with whom the layer is shared.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  needs: ['code-packages', 'layers'],
  elsewhere: ['Prowler awslambda_layer_no_secrets_in_content'],
  risks: ['insecure-secrets', 'insecure-dependencies'],
  evaluate,
  remediate: () =>
    inWords(
      `${replaceSecret('the layer')} Publish a version without it, move the functions to that one, and delete the old version.`,
    ),
})
