import { AwsError } from './aws-error.ts'
import type { Protocol, ServiceId } from './service-ids.ts'

type Case =
  | 'unsigned'
  | 'unknown-key'
  | 'expired'
  | 'bad-signature'
  | 'skewed'
  | 'throttled'
  | 'denied'
  | 'internal'
type Entry = [code: string, status: number, message: string]

const invalidToken = 'The security token included in the request is invalid.'
const expiredToken = 'The security token included in the request is expired'
const badSignature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

const query: Record<Case, Entry> = {
  unsigned: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
  'unknown-key': ['InvalidClientTokenId', 403, invalidToken],
  expired: ['ExpiredToken', 403, expiredToken],
  'bad-signature': ['SignatureDoesNotMatch', 403, badSignature],
  skewed: [
    'SignatureDoesNotMatch',
    403,
    'Signature expired: the request was signed too long ago or in the future',
  ],
  throttled: ['Throttling', 400, 'Rate exceeded'],
  denied: ['AccessDenied', 403, ''],
  internal: [
    'InternalFailure',
    500,
    'The request processing has failed because of an unknown error, exception or failure.',
  ],
}

const ec2: Record<Case, Entry> = {
  unsigned: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
  'unknown-key': ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
  expired: ['RequestExpired', 400, 'Request has expired.'],
  'bad-signature': ['AuthFailure', 401, 'AWS was not able to validate the provided access credentials'],
  skewed: ['RequestExpired', 400, 'Request has expired.'],
  throttled: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
  denied: ['UnauthorizedOperation', 403, ''],
  internal: ['InternalError', 500, 'An internal error has occurred'],
}

const json: Record<Case, Entry> = {
  unsigned: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
  'unknown-key': ['UnrecognizedClientException', 400, invalidToken],
  expired: ['ExpiredTokenException', 400, expiredToken],
  'bad-signature': ['InvalidSignatureException', 400, badSignature],
  skewed: [
    'InvalidSignatureException',
    400,
    'Signature expired: the request was signed too long ago or in the future',
  ],
  throttled: ['ThrottlingException', 400, 'Rate exceeded'],
  denied: ['AccessDeniedException', 400, ''],
  internal: ['InternalFailure', 500, 'An internal failure occurred'],
}

const restJson: Record<Case, Entry> = {
  ...json,
  unsigned: ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
  'unknown-key': ['UnrecognizedClientException', 403, invalidToken],
  expired: ['ExpiredTokenException', 403, expiredToken],
  'bad-signature': ['InvalidSignatureException', 403, badSignature],
  skewed: [
    'InvalidSignatureException',
    403,
    'Signature expired: the request was signed too long ago or in the future',
  ],
  throttled: ['TooManyRequestsException', 429, 'Rate exceeded'],
  denied: ['AccessDeniedException', 403, ''],
  internal: ['ServiceException', 500, 'An error occurred and the request cannot be processed.'],
}

const restXml: Record<Case, Entry> = {
  unsigned: ['AccessDenied', 403, 'Access Denied'],
  'unknown-key': [
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
  ],
  expired: ['ExpiredToken', 400, 'The provided token has expired.'],
  'bad-signature': ['SignatureDoesNotMatch', 403, badSignature],
  skewed: [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
  ],
  throttled: ['SlowDown', 503, 'Please reduce your request rate.'],
  denied: ['AccessDenied', 403, ''],
  internal: ['InternalError', 500, 'We encountered an internal error. Please try again.'],
}

const byProtocol: Record<Protocol, Record<Case, Entry>> = {
  query,
  ec2,
  'json1.0': json,
  'json1.1': json,
  cbor: json,
  'rest-json': restJson,
  'rest-xml': restXml,
}

/** The error that a service of this protocol really answers in a case that all services share. */
export function commonError(protocol: Protocol, which: Case, message?: string): AwsError {
  const [code, status, text] = byProtocol[protocol][which]
  const extra: Record<string, unknown> =
    protocol === 'rest-json' && which === 'throttled' ? { Reason: 'CallerRateLimitExceeded' } : {}
  return new AwsError(code, status, message ?? text, extra)
}

/** The denial text that IAM composes, with principal, action and resource. */
export function deniedError(
  protocol: Protocol,
  principalArn: string,
  action: string,
  resource: string,
): AwsError {
  const reason = `because no identity-based policy allows the ${action} action`
  const sentence = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`
  return commonError(
    protocol,
    'denied',
    protocol === 'ec2' ? `You are not authorized to perform this operation. ${sentence}` : sentence,
  )
}

/** An operation that the service does not have. */
export function unknownOperation(service: ServiceId, protocol: Protocol, name: string): AwsError {
  if (protocol === 'query') {
    return new AwsError('InvalidAction', 400, `Could not find operation ${name} for version`)
  }
  if (protocol === 'ec2') {
    return new AwsError('InvalidAction', 400, `The action ${name} is not valid for this web service.`)
  }
  const status = protocol === 'rest-json' || protocol === 'rest-xml' ? 404 : 400
  return new AwsError('UnknownOperationException', status, `Unknown operation ${name} for service ${service}`)
}
