import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown } from '#server/checks/secrets/verdicts.ts'
import { parseArn } from '#server/domain/arn.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

type Fate = 'there' | 'gone' | 'not known'

/** Only versions that functions name are asked for: one that was named since then is not known. */
function fateOf(versionArn: string, around: Surroundings): Fate {
  const layer = around.find('layer', versionArn.replace(/:\d+$/, ''))
  if (layer.state === 'absent') return 'gone'
  if (layer.state !== 'known' || isUnseen(layer.value.versions)) return 'not known'
  const versions = valueOr(layer.value.versions, []) ?? []
  if (versions.some(({ arn }) => arn === versionArn)) return 'there'
  const isListed = around.isCollected('layer', layer.value)
  return isListed ? 'gone' : 'not known'
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  if (isUnseen(record.layers)) return unknown('The layers of the function were not read.')
  const own = (valueOr(record.layers, []) ?? []).filter((arn) => {
    const parsed = parseArn(arn)
    return parsed?.accountId === record.accountId && parsed.region === record.region
  })
  if (own.length === 0) return notApplicable('The function uses no layer of its own account.')
  const fates = own.map((arn) => ({ arn, fate: fateOf(arn, around) }))
  const gone = fates.filter(({ fate }) => fate === 'gone')
  if (gone.length > 0)
    return {
      state: 'fail',
      severity: 'low',
      summary: `${gone.length === 1 ? 'A version of a layer' : `${gone.length} versions of layers`} that it uses ${gone.length === 1 ? 'exists' : 'exist'} no more.`,
      evidence: gone.map(({ arn }) => ({ label: 'Deleted', value: arn })),
    }
  if (fates.some(({ fate }) => fate === 'not known'))
    return unknown('Not all versions of the layers were read.')
  return pass(...own.map((value) => ({ label: 'Layer', value })))
}

export const layerVersionGone = defineCheck({
  id: 'layer-version-gone',
  title: 'Layer version that was deleted',
  group: 'code',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'The function keeps its copy, but nobody can see any more what is inside. A deployment that names the version fails, also the one that shall mend something quickly.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/creating-deleting-layers.html'],
  needs: ['functions', 'layers'],
  elsewhere: [],
  risks: ['insecure-dependencies', 'ungoverned-assets'],
  evaluate,
  remediate: () => ({
    text: 'Publish the layer again from its source and deploy the function with that version. Deploy before anything urgent needs it.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
