import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Whether a call was refused for lack of rights, in the words of all services; not for any other reason. */
export function isDenied({ errorCode }: Pick<TrailRecord, 'errorCode'>): boolean {
  return (
    errorCode !== null &&
    /^(Client\.)?(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|NotAuthorized(Exception)?|AuthorizationError(Exception)?|Forbidden(Exception)?)$/.test(
      errorCode,
    )
  )
}
