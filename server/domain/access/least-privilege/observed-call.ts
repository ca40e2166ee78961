/** Calls of a role that CloudTrail recorded, added up by event, resources and outcome. */
export type ObservedCall = {
  eventSource: string
  eventName: string
  resources: string[]
  errorCode: string | null
  count: number
  /** ISO 8601. */
  lastAt: string
  eventId: string
}

const DENIED =
  /(?:^|[.:])(?:AccessDenied|Unauthorized(?:Operation)?|NotAuthorized|AuthorizationError|Forbidden)(?:Exception|Error)?$/i

/** Whether IAM refused the call: it then proves no need of a grant. */
export function isDenied(call: ObservedCall): boolean {
  return call.errorCode !== null && DENIED.test(call.errorCode)
}
