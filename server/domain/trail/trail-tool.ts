import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { Tool } from './trail-record.ts'

const CONSOLE =
  /signin\.amazonaws\.com|\bconsole\.(?:[\w-]+\.)?(?:amazonaws|aws\.amazon)\.com|S3Console|EC2ConsoleFrontend|AWSConsole|\bMozilla\b/i
const IAC =
  /\bTerraform\b|terraform-provider|OpenTofu|\bPulumi\b|\baws-cdk\b|\bCDK\b|aws-sam-cli|\bSAM\s?CLI\b|serverless-framework|\bserverless\/|cloudformation\.amazonaws\.com|\bcfn-|ansible|crossplane|aws-controllers-k8s|GitHub-?Actions|configure-aws-credentials|\bsst\//i
const CLI = /\baws-cli\/|aws-shell|AWSPowerShell|exec-env\/CloudShell/i
const SDK =
  /\bBoto3?\/|\bBotocore\/|aws-sdk-|\baws-sdk\b|aws-fluent|S3Transfer|\bsmithy-|aws-chalice|amplify|\bawswrangler\b/i
const LAMBDA_ITSELF = /^awslambda-worker\//
const SERVICE_NAME = /^[a-z0-9.-]+\.(?:amazonaws\.com|amazon\.com)(?:\.cn)?$/i
const INFRASTRUCTURE_SERVICES = new Set([
  'cloudformation.amazonaws.com',
  'servicecatalog.amazonaws.com',
  'codedeploy.amazonaws.com',
])

/**
 * What a call was made with: console, CLI, SDK, infrastructure as code, or an AWS service by itself. A person in the
 * console also makes calls that carry `AWS Internal`; what tells them is sessionCredentialFromConsole.
 */
export function trailTool(record: JsonObject): Tool {
  const identity = asObject(record.userIdentity)
  const agent = asText(record.userAgent) ?? ''
  const invokedBy = asText(identity.invokedBy) ?? ''
  if (INFRASTRUCTURE_SERVICES.has(invokedBy) || INFRASTRUCTURE_SERVICES.has(agent)) return 'iac'
  if (IAC.test(agent)) return 'iac'
  if (record.eventType === 'AwsConsoleSignIn' || record.eventType === 'AwsConsoleAction') return 'console'
  if (CLI.test(agent)) return 'cli'
  if (isTrue(record.sessionCredentialFromConsole)) return 'console'
  if (LAMBDA_ITSELF.test(agent)) return 'service'
  if (CONSOLE.test(agent)) return 'console'
  if (identity.type === 'AWSService' || record.eventType === 'AwsServiceEvent') return 'service'
  if (SERVICE_NAME.test(invokedBy)) return 'service'
  if (/^AWS Internal$/i.test(agent)) return isPerson(identity) ? 'console' : 'service'
  if (SDK.test(agent)) return 'sdk'
  if (SERVICE_NAME.test(agent)) return 'service'
  return 'unknown'
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

function isPerson(identity: JsonObject): boolean {
  const arn = asText(identity.arn) ?? ''
  return identity.type === 'IAMUser' || identity.type === 'Root' || arn.includes('/AWSReservedSSO_')
}
