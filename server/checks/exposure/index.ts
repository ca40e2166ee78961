import type { AnyCheck } from '#server/checks/define-check.ts'
import { functionUrlPublic } from './function-url-public.ts'

export const EXPOSURE_CHECKS: readonly AnyCheck[] = [functionUrlPublic]
