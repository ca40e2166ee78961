import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { unusedRepository } from './unused-repository.ts'

/** Functions that name their image by a tag: the digest of others does not move. */
function byTag(record: ImageRepositoryRecord, around: Surroundings): string[] {
  return functionsBehind(record, around).filter((arn) => {
    const fn = around.find('function', arn)
    return fn.state === 'known' && !(valueOr(fn.value.imageUri, '') ?? '').includes('@sha256:')
  })
}

function evaluate(record: ImageRepositoryRecord, around: Surroundings): Verdict {
  const { tagMutability } = record
  const unused = unusedRepository(record, around)
  if (unused) return unused
  const hidden = unseen('Tag mutability', tagMutability)
  if (hidden) return hidden
  if (tagMutability.state !== 'known') return unknown('Whether tags can be moved is not known.')
  const evidence = [{ label: 'Tag mutability', value: tagMutability.value }]
  if (tagMutability.value.startsWith('IMMUTABLE')) return pass(...evidence)
  if (!tagMutability.value.startsWith('MUTABLE'))
    return unknown(`What tag mutability ${tagMutability.value} means is not known.`)
  const named = byTag(record, around)
  return {
    state: 'fail',
    severity: 'low',
    summary: 'A tag can be moved to another image: the next deployment of the same tag may bring other code.',
    evidence: [...evidence, { label: 'Functions that name a tag', value: String(named.length) }],
    affects: named,
  }
}

export const imageTagsMutable = defineCheck({
  id: 'image-tags-mutable',
  title: 'Image tags that can be moved',
  group: 'code',
  kind: 'image-repository',
  severity: 'low',
  severityNote: null,
  why: 'Lambda takes the digest behind a tag when it deploys. Whoever can push moves a tag that was reviewed to an image that was not.',
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html'],
  needs: ['image-repositories', 'functions'],
  elsewhere: ['Checkov CKV_AWS_51', 'Security Hub ECR.2'],
  risks: ['out-of-band-deployment', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Make tags immutable, or name images by their digest. A pipeline that pushes a tag such as latest again fails from then on: give each build a tag of its own first.',
    cli: `aws ecr put-image-tag-mutability ${regionOf(record)} --repository-name ${shellWord(record.name)} --image-tag-mutability IMMUTABLE`,
    cloudformation: properties('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE' }),
    terraform: argumentsOf('aws_ecr_repository', { image_tag_mutability: 'IMMUTABLE' }),
  }),
})
