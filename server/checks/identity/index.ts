import type { AnyCheck } from '#server/checks/define-check.ts'
import { rolePrivilegeEscalation } from './role-privilege-escalation.ts'

export const IDENTITY_CHECKS: readonly AnyCheck[] = [rolePrivilegeEscalation]
