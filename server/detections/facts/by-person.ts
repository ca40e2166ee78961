import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const PIPELINE_NAME =
  /(^|[-_/.])(ci|cd|cicd|deploy|deployer|deployment|pipeline|gha|github|gitlab|jenkins|buildkite|circleci|codebuild|codepipeline|terraform|cdk|cfn-exec)([-_/.]|$)/i
/** Web identity providers that people sign in with; every other one vouches for a workload. Source: IAM, web identity. */
const PEOPLES_PROVIDERS =
  /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity\.amazonaws\.com)/

/** Signs that only a person leaves: the console, single sign-on, root, a second factor. */
export function isPerson(record: TrailRecord): boolean {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  const mfa = asObject(session.attributes).mfaAuthenticated
  const isSso = record.actorArn.includes(':assumed-role/AWSReservedSSO_')
  return record.tool === 'console' || record.actorType === 'root' || isSso || mfa === 'true' || mfa === true
}

function isWorkload(record: TrailRecord): boolean {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  const provider = asText(asObject(session.webIdFederationData).federatedProvider)
  return provider !== undefined && !PEOPLES_PROVIDERS.test(provider)
}

/** The name that an administrator chose, of the role or the user: a session's name is its caller's choice and proves nothing. */
export function isPipelineByName(record: TrailRecord): boolean {
  return PIPELINE_NAME.test(record.actorName.split('/')[0] ?? '')
}

/** Whether a person did this rather than a pipeline, a workload or a service, as far as the record tells. */
export function isByPerson(record: TrailRecord): boolean {
  if (record.tool === 'iac' || record.tool === 'service' || record.actorType === 'service') return false
  return isPerson(record) || !(isWorkload(record) || isPipelineByName(record))
}
