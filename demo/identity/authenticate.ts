import { AwsError } from '#demo/protocol/aws-error.ts'
import { commonError } from '#demo/protocol/common-errors.ts'
import type { Protocol } from '#demo/protocol/service-ids.ts'
import { parseScope, type SignedRequest, signatureMatches, signedAtMs } from '#demo/protocol/sigv4.ts'
import type { World } from '#demo/world.ts'
import type { Principal, Sessions } from './sessions.ts'

const mostSkewMs = 5 * 60_000

/** Checks a request's signature as AWS does, and tells who signed it for which region. */
export function authenticate(
  request: SignedRequest,
  protocol: Protocol,
  sessions: Sessions,
  world: World,
  nowMs: number,
): { principal: Principal; region: string } {
  const header = request.headers.authorization
  if (header === undefined) throw commonError(protocol, 'unsigned')
  const scope = parseScope(header)
  if (!scope) {
    throw new AwsError(
      'IncompleteSignature',
      400,
      'Authorization header requires existence of Credential, SignedHeaders and Signature.',
    )
  }
  const principal = sessions.find(scope.accessKeyId)
  const disabled = world.estate.regionStatus(scope.region) === 'not-opted-in'
  if (!principal || disabled) throw commonError(protocol, 'unknown-key')
  if (principal.sessionToken !== request.headers['x-amz-security-token'])
    throw commonError(protocol, 'unknown-key')
  const skewMs = Math.abs(signedAtMs(request.headers) - nowMs)
  if (!(skewMs <= mostSkewMs)) {
    const at = request.headers['x-amz-date'] ?? 'never'
    const here = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '')
    throw commonError(
      protocol,
      'skewed',
      `Signature expired: ${at} is now earlier than ${here} (${here} - 5 min.)`,
    )
  }
  if (principal.expiresMs !== undefined && nowMs >= principal.expiresMs)
    throw commonError(protocol, 'expired')
  if (!signatureMatches(request, scope, principal.secretAccessKey))
    throw commonError(protocol, 'bad-signature')
  return { principal, region: scope.region }
}
