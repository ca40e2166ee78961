import { asNumber, asObject, asText } from '#server/domain/json.ts'
import { isOptInRegion } from './aws-region.ts'

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedFault',
  'AuthorizationError',
  'AuthorizationErrorException',
  'Forbidden',
  'ForbiddenException',
  'NotAuthorized',
  'NotAuthorizedException',
  'UnauthorizedException',
  'UnauthorizedOperation',
  'Client.UnauthorizedOperation',
  'ExplicitDeny',
  'OperationNotPermittedException',
])
const NOT_FOUND = new Set([
  'ResourceNotFoundException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchBucket',
  'NoSuchKey',
  'NoSuchBucketPolicy',
  'NoSuchPublicAccessBlockConfiguration',
  'NotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'StateMachineDoesNotExist',
  'AWSOrganizationsNotInUseException',
  'LoadBalancerNotFound',
  'ListenerNotFound',
  'TargetGroupNotFound',
  'NoSuchDistribution',
  'RepositoryNotFoundException',
  'RepositoryPolicyNotFoundException',
  'TrailNotFoundException',
  'CloudTrailARNInvalidException',
  'WAFNonexistentItemException',
])
/** Security Hub's word for an account without it, and for a caller that may not ask. */
const NOT_SUBSCRIBED = new Set(['InvalidAccessException'])
const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])
const BAD_KEY = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'AuthFailure'])

export type ErrorClass =
  | 'denied'
  | 'not-found'
  | 'throttled'
  | 'expired'
  | 'region-disabled'
  | 'malformed'
  | 'unreachable'
  | 'failed'

export type ClassifiedError = { class: ErrorClass; code: string; message: string }

/** What an error of the SDK means. `region` is where the call went. */
export function classifyError(error: unknown, region: string): ClassifiedError {
  const fields = asObject(error)
  const metadata = asObject(fields.$metadata)
  const status = asNumber(metadata.httpStatusCode)
  const name = error instanceof Error ? error.name : 'UnknownError'
  const code = asText(fields.Code) ?? asText(fields.code) ?? name
  const message = error instanceof Error ? error.message : String(error)
  const as = (kind: ErrorClass, shown = code): ClassifiedError => ({ class: kind, code: shown, message })
  const has = (codes: Set<string>) => codes.has(name) || codes.has(code)

  if (has(EXPIRED)) return as('expired')
  if (has(THROTTLED) || status === 429) return as('throttled')
  if (has(new Set(['OptInRequired', 'OptInRequiredException'])))
    return isOptInRegion(region) ? as('region-disabled', 'RegionDisabled') : as('denied')
  if (has(NOT_SUBSCRIBED)) return as(/not subscribed|not enabled/i.test(message) ? 'not-found' : 'denied')
  if (has(DENIED) || /AccessDenied/.test(name)) return as('denied')
  if (has(NOT_FOUND)) return as('not-found')
  if (has(BAD_KEY) && isOptInRegion(region)) return as('region-disabled', 'RegionDisabled')
  if (isUnreadable(error, fields, status)) {
    const what = /<!doctype|<html/i.test(message) ? 'an HTML page' : 'something that cannot be read'
    const told = { message: `AWS answered with ${what}${status === undefined ? '' : ` (HTTP ${status})`}` }
    const isServerError = status !== undefined && status >= 500
    if (isServerError) return { class: 'failed', code: `HTTP${status}`, ...told }
    return { class: 'malformed', code: 'MalformedResponse', ...told }
  }
  if (typeof fields.code === 'string' && /^E[A-Z_]+$/.test(fields.code)) return as('unreachable', fields.code)
  if (name === 'TimeoutError' || name === 'AbortError') return as('failed', 'Timeout')
  return as('failed')
}

function isUnreadable(error: unknown, fields: Record<string, unknown>, status: number | undefined): boolean {
  if (status === undefined) return error instanceof SyntaxError
  return fields.$fault === undefined || fields.name === 'SyntaxError'
}

const SECRETS = [
  /(x-amz-security-token|signature|secret\w*|password|sessiontoken)(\s*[:=]\s*)\S+/gi,
  /(The Canonical String for this request should have been)()[\s\S]*/g,
  /(Encoded authorization failure message:\s*)()\S+/g,
]

/** An AWS error message made fit to be stored: no signatures or tokens, 300 characters at most. */
export function safeMessage(message: string): string {
  const masked = SECRETS.reduce((text, pattern) => text.replace(pattern, '$1$2***'), message)
  return masked.replace(/\n\s*Deserialization error: to see the raw response[\s\S]*/, '').slice(0, 300)
}
