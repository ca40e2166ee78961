import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, mapField, valueOr } from '#server/domain/field.ts'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import { type PolicyStatement, policyStatements } from '#server/domain/iam/policy-document.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { unusedRepository } from './unused-repository.ts'

const PUSH = ['ecr:putimage', 'ecr:setrepositorypolicy', 'ecr:deleterepositorypolicy']
const PULL = ['ecr:batchgetimage', 'ecr:getdownloadurlforlayer']

type Opening = { who: string; isAnyone: boolean; canPush: boolean }

function grants({ actions, notActions }: PolicyStatement, wanted: readonly string[]): boolean {
  const matches = (patterns: string[], action: string) =>
    patterns.some((pattern) => matchesGlob(compileGlob(pattern.toLowerCase()), action) === 'true')
  return wanted.some((action) =>
    notActions.length > 0 ? !matches(notActions, action) : matches(actions, action),
  )
}

const accountOf = (principal: string) =>
  /^\d{12}$/.test(principal) ? principal : parseArn(principal)?.accountId

function openings(statement: PolicyStatement, trusted: ReadonlySet<string>): Opening[] {
  const canPush = grants(statement, PUSH)
  if (statement.effect !== 'Allow' || !(canPush || grants(statement, PULL))) return []
  if (isPublicStatement(statement)) return [{ who: 'everyone', isAnyone: true, canPush }]
  return statement.principals.flatMap(({ type, value }): Opening[] => {
    const account = type === 'AWS' ? accountOf(value) : undefined
    return account && !trusted.has(account) ? [{ who: value, isAnyone: false, canPush }] : []
  })
}

function severityOf({ isAnyone, canPush }: Opening): Severity {
  if (isAnyone) return canPush ? 'critical' : 'high'
  return canPush ? 'high' : 'medium'
}

const RANK: readonly Severity[] = ['critical', 'high', 'medium']

function evaluate(record: ImageRepositoryRecord, around: Surroundings): Verdict {
  const unused = unusedRepository(record, around)
  if (unused) return unused
  if (record.policy.state === 'absent') return pass({ label: 'Policy', value: 'none: the account alone' })
  if (record.policy.state !== 'known')
    return unseen('Policy of the repository', record.policy) ?? unknown('Not read.')
  const statements = policyStatements(record.policy.value)
  if (statements === undefined) return unknown('The policy of the repository could not be understood.')
  const organization = around.organization(record.accountId)
  const members: Field<string[]> =
    organization.state === 'known'
      ? mapField(organization.value.accounts, (list) => list.map((one) => one.id))
      : organization
  const trusted = new Set([record.accountId, ...(valueOr(members, []) ?? [])])
  const found = statements.flatMap((statement) => openings(statement, trusted))
  const [worst] = found.toSorted((a, b) => RANK.indexOf(severityOf(a)) - RANK.indexOf(severityOf(b)))
  const evidence: Evidence[] = [{ label: 'Policy', value: record.policy.value.raw.slice(0, 2000) }]
  if (worst === undefined) return pass(...evidence)
  if (!worst.isAnyone && (members.state === 'denied' || members.state === 'failed'))
    return unknown(`${worst.who} may take part, and whether it is of the organisation is not known.`)
  const did = found.some(({ canPush }) => canPush) ? 'push images to' : 'pull images from'
  return {
    state: 'fail',
    severity: severityOf(worst),
    summary: `${worst.isAnyone ? 'Everyone with an AWS account' : `${worst.who}, outside the organisation,`} may ${worst.canPush ? did : 'pull images from'} the repository.`,
    evidence: [
      ...found.map(({ who, canPush }) => ({ label: who, value: canPush ? 'pushes' : 'pulls' })),
      ...evidence,
    ],
  }
}

export const imageRepositoryOpen = defineCheck({
  id: 'image-repository-open',
  title: 'Image repository open to other accounts',
  group: 'code',
  kind: 'image-repository',
  severity: 'high',
  severityNote:
    'Critical where everyone can push, high where everyone can pull or an account outside the organisation can push, else medium.',
  why: 'Who pushes to the repository decides what functions run; who pulls has the code and what is left inside, secrets among it.',
  references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html'],
  needs: ['image-repositories', 'functions'],
  elsewhere: ['Prowler ecr_repositories_not_publicly_accessible', 'Checkov CKV_AWS_32'],
  risks: ['out-of-band-deployment', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Name the accounts that need the images, or the organisation by the condition aws:PrincipalOrgID, and give them pull alone. Look first who pulls: their deployments fail once they cannot.',
    cli: `aws ecr get-repository-policy ${regionOf(record)} --repository-name ${shellWord(record.name)}`,
    cloudformation: null,
    terraform: null,
  }),
})
