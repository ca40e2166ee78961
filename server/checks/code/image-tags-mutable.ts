import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { imageUsers } from './image-users.ts'
import { unusedRepository } from './unused-repository.ts'

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
  const users = imageUsers(record, around) ?? []
  const named = users.filter(({ isByTag }) => isByTag).map(({ arn }) => arn)
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
