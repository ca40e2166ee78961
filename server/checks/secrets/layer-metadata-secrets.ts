import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import { isPublicPolicy } from '#server/domain/iam/public-policy.ts'
import type { LayerRecord } from '#server/domain/records/layer-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords, replaceSecret } from './secret-remedy.ts'
import { notApplicable, pass, places, secretEvidence, unknown, unseen } from './verdicts.ts'

const isPublic = ({ versions }: LayerRecord) =>
  (valueOr(versions, []) ?? []).some(({ policy }) => policy.state === 'known' && isPublicPolicy(policy.value))

function evaluate(record: LayerRecord): Verdict {
  const { secrets, versions } = record
  if (secrets.state === 'known' && secrets.value.length > 0)
    return {
      state: 'fail',
      severity: isPublic(record) ? 'critical' : 'high',
      summary: `A secret stands in the description of the layer: ${places(secrets.value)}.`,
      evidence: secretEvidence(secrets.value),
    }
  const hidden = unseen('Descriptions of the versions', secrets) ?? unseen('Versions', versions)
  if (hidden) return hidden
  const all = valueOr(versions, []) ?? []
  if (!all.some(({ description }) => description)) return notApplicable('No version has a description.')
  return secrets.state === 'known'
    ? pass({ label: 'Looked at', value: `descriptions of ${all.length} versions` })
    : unknown('Descriptions were not looked at.')
}

export const layerMetadataSecrets = defineCheck({
  id: 'layer-metadata-secrets',
  title: 'Secret in the description of a layer',
  group: 'secrets',
  kind: 'layer',
  severity: 'high',
  severityNote: 'Critical where a version of the layer is public.',
  why: 'Everyone who may list or use the layer reads its description. A version cannot be changed: the text stays until the version is deleted.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  needs: ['layers'],
  elsewhere: [],
  risks: ['insecure-secrets'],
  evaluate,
  remediate: () =>
    inWords(
      `${replaceSecret('the description')} Publish a version without it, move the functions to that one, and delete the old version.`,
    ),
})
